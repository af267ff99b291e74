"""Every GraphQL text of the product. Names and ids go in as variables, never into the text."""

from __future__ import annotations

RATE = "rateLimit { cost remaining resetAt }"

# Cheap for GitHub to answer: scalars only. What is left when a repository is too heavy for the rest.
LIGHT = """
fragment Light on Repository {
  id databaseId nameWithOwner createdAt pushedAt isArchived archivedAt isFork isMirror mirrorUrl isEmpty
  hasIssuesEnabled stargazerCount forkCount description homepageUrl
  defaultBranchRef { name target { oid } }
}
"""

# Everything a daily look wants. `stargazers { totalCount }` is silently 0 since July 2026: never ask it.
DAILY = """
fragment Daily on Repository {
  ...Light
  parent { databaseId }
  primaryLanguage { name }
  licenseInfo { spdxId }
  watchers { totalCount }
  repositoryTopics(first: 20) { nodes { topic { name } } }
  openIssues: issues(states: OPEN) { totalCount }
  closedIssues: issues(states: CLOSED) { totalCount }
  openPRs: pullRequests(states: OPEN) { totalCount }
  mergedPRs: pullRequests(states: MERGED) { totalCount }
  closedPRs: pullRequests(states: CLOSED) { totalCount }
  releases { totalCount }
  tags: refs(refPrefix: "refs/tags/") { totalCount }
}
"""

COUNTERS = f"""
query Counters($ids: [ID!]!) {{
  nodes(ids: $ids) {{ __typename ... on Repository {{ ...Daily }} }}
  {RATE}
}}
{DAILY}{LIGHT}"""

COUNTERS_LIGHT = f"""
query CountersLight($ids: [ID!]!) {{
  nodes(ids: $ids) {{ __typename ... on Repository {{ ...Light }} }}
  {RATE}
}}
{LIGHT}"""

TAG_ROW = """fragment TagRow on Ref {
  name
  target {
    __typename
    ... on Tag { tagger { date } target { __typename ... on Commit { committedDate } } }
    ... on Commit { committedDate }
  }
}"""

TAGS = f"""
query Tags($id: ID!, $after: String) {{
  node(id: $id) {{
    __typename
    ... on Repository {{
      refs(
        refPrefix: "refs/tags/", first: 100, after: $after,
        orderBy: {{field: TAG_COMMIT_DATE, direction: DESC}}
      ) {{
        pageInfo {{ hasNextPage endCursor }}
        nodes {{ ...TagRow }}
      }}
    }}
  }}
  {RATE}
}}
{TAG_ROW}"""

# What the README said after each commit that changed it.
README_HISTORY = f"""
query ReadmeHistory($id: ID!, $start: String!, $path: String!, $first: Int!, $after: String) {{
  node(id: $id) {{
    __typename
    ... on Repository {{
      object(expression: $start) {{
        __typename
        ... on Commit {{
          history(path: $path, first: $first, after: $after) {{
            pageInfo {{ hasNextPage endCursor }}
            nodes {{
              oid committedDate file(path: $path) {{ object {{ __typename ... on Blob {{ text }} }} }}
            }}
          }}
        }}
      }}
    }}
  }}
  {RATE}
}}
"""

FOLDER = f"""
query Folder($id: ID!, $start: String!) {{
  node(id: $id) {{
    __typename
    ... on Repository {{
      object(expression: $start) {{ __typename ... on Tree {{ entries {{ name }} }} }}
    }}
  }}
  {RATE}
}}
"""

# What maintainers put at the top for all to read.
PINNED = f"""
query Pinned($ids: [ID!]!) {{
  nodes(ids: $ids) {{
    __typename
    ... on Repository {{
      pinnedIssues(first: 3) {{
        nodes {{ issue {{ number title body createdAt lastEditedAt closedAt authorAssociation }} }}
      }}
      pinnedDiscussions(first: 3) {{
        nodes {{ discussion {{ number title body createdAt lastEditedAt closedAt authorAssociation }} }}
      }}
    }}
  }}
  {RATE}
}}
"""

# Who answered when. Accounts are asked for to be compared with the opener's, in memory, and dropped.
ANSWERS = """
fragment Who on Actor { __typename ... on User { databaseId } }
fragment Comments on IssueCommentConnection {
  totalCount nodes { createdAt authorAssociation author { ...Who } }
}
fragment Issued on Issue { createdAt author { ...Who } comments(first: $most) { ...Comments } }
fragment Pulled on PullRequest {
  createdAt author { ...Who } comments(first: $most) { ...Comments }
  reviews(first: $most) { totalCount nodes { submittedAt authorAssociation author { ...Who } } }
}
"""


def answers(count: int) -> str:
    """Answers to `count` issues or pull requests: variables most, n0, k0 …; in q0.issueOrPullRequest …"""
    variables = ", ".join(f"$n{i}: ID!, $k{i}: Int!" for i in range(count))
    fields = "\n".join(
        f"  q{i}: node(id: $n{i}) {{ __typename ... on Repository {{ "
        f"issueOrPullRequest(number: $k{i}) {{ __typename ...Issued ...Pulled }} }} }}"
        for i in range(count)
    )
    return f"query Answers($most: Int!, {variables}) {{\n{fields}\n  {RATE}\n}}\n{ANSWERS}"


def by_name(count: int) -> str:
    """Counters of `count` repositories by name: variables o0, n0, o1, n1 …; answers r0, r1 …"""
    variables = ", ".join(f"$o{i}: String!, $n{i}: String!" for i in range(count))
    fields = "\n".join(
        f"  r{i}: repository(owner: $o{i}, name: $n{i}, followRenames: true) {{ ...Daily }}"
        for i in range(count)
    )
    return f"query ByName({variables}) {{\n{fields}\n  {RATE}\n}}\n{DAILY}{LIGHT}"
