"""Fifty questions as people put them to agents, the call that an agent makes, and what its text must say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

CHECK, CHOOSE, REPLACED, HISTORY, AUDIT = "check_packages", "choose", "replacement", "history", "audit"
OVER = r"^{}[^\n]*: NOT MAINTAINED"
ALIVE = r"^{}[^\n]*: MAINTAINED"


@dataclass(frozen=True)
class Question:
    """`right` must be found in the text, `wrong` must not."""

    words: str
    tool: str
    arguments: dict[str, Any]
    right: str
    wrong: str = r"Traceback|Error:"

    def answered_by(self, text: str) -> bool:
        """Whether the right answer stands in a text."""
        found = re.search(self.right, text, re.M | re.S)
        return found is not None and re.search(self.wrong, text, re.M) is None


def may_i(name: str, asked: str, right: str, as_of: str | None = None) -> Question:
    """Whether one may start on it."""
    when = f" in {as_of}" if as_of else ""
    told = {"as_of": as_of} if as_of else {}
    return Question(
        f"may I start on {asked}{when}?", CHECK, {"packages": [asked], **told}, right.format(name)
    )


FIVE = ["apache/mxnet", "torch", "tensorflow", "keras", "pkg:pypi/tinygrad"]
LOCK = "theano==1.0.5\ntorch>=2\ncntk==2.7\nkeras\n"
QUESTIONS = (
    may_i("Theano/Theano", "Theano", OVER),
    may_i("Theano/Theano", "pkg:pypi/theano", OVER),
    may_i("Theano/Theano", "pkg:pypi/Theano@1.0.5", OVER),
    may_i("Theano/Theano", "https://github.com/Theano/Theano", OVER),
    may_i("Theano/Theano", "Theano", ALIVE, "2015-06-01"),
    may_i("Theano/Theano", "Theano", OVER, "2018-01"),
    may_i("microsoft/CNTK", "cntk", OVER),
    may_i("microsoft/CNTK", "microsoft/cntk", OVER),
    may_i("microsoft/CNTK", "CNTK", ALIVE, "2018-04"),
    may_i("microsoft/CNTK", "pkg:pypi/cntk-gpu", OVER),
    may_i("apache/mxnet", "mxnet", OVER),
    may_i("apache/mxnet", "dmlc/mxnet", OVER),
    may_i("apache/mxnet", "apache/incubator-mxnet", ALIVE, "2019-01-01"),
    may_i("chainer/chainer", "chainer", OVER),
    may_i("chainer/chainer", "pfnet/chainer", ALIVE, "2018-06-30"),
    may_i("BVLC/caffe", "BVLC/caffe", OVER),
    may_i("BVLC/caffe", "caffe", ALIVE, "2016-01-01"),
    may_i("torch/torch7", "torch/torch7", OVER),
    may_i("caffe2/caffe2", "caffe2", r"^{}[^\n]*: NOT MAINTAINED HERE: moved since 2018-03-30"),
    may_i("pytorch/pytorch", "torch", ALIVE),
    may_i("pytorch/pytorch", "pkg:pypi/torch", ALIVE),
    may_i("pytorch/pytorch", "pkg:github/pytorch/pytorch", ALIVE),
    may_i("pytorch/pytorch", "pytorch", ALIVE),
    may_i("tensorflow/tensorflow", "tensorflow-cpu", ALIVE),
    may_i("tensorflow/tensorflow", "tf-nightly", ALIVE),
    may_i("keras-team/keras", "keras", ALIVE),
    may_i("tinygrad/tinygrad", "geohot/tinygrad", ALIVE),
    may_i("google/jax", "pkg:pypi/jaxlib", ALIVE),
    may_i("vanished/repository", "vanished/repository", r"^{}: UNKNOWN"),
    may_i("no/such-thing", "no/such-thing", r"^{}: UNKNOWN"),
    Question("since when is Theano over?", CHECK, {"packages": ["theano"]}, r"end-of-life since 2017-10-06"),
    Question("who says that Theano is over?", CHECK, {"packages": ["theano"]}, r"README.*MILA will stop.*https://"),
    Question("since when is CNTK archived?", CHECK, {"packages": ["cntk"]}, r"archived since 2023-11-17"),
    Question("which of these is over: keras, chainer?", CHECK, {"packages": ["keras", "chainer"]},
             r"^keras-team/keras[^\n]*: MAINTAINED.*^chainer/chainer[^\n]*: NOT MAINTAINED"),
    Question("what replaced caffe2?", REPLACED, {"package": "caffe2"},
             r"replaced by: pytorch/pytorch \(active"),
    Question("what replaced caffe?", REPLACED, {"package": "BVLC/caffe"},
             r"pytorch/pytorch \(active, pip install torch\)"),
    Question("what replaced chainer?", REPLACED, {"package": "pkg:pypi/chainer"},
             r"pytorch/pytorch \(active"),
    Question("what replaced Theano?", REPLACED, {"package": "theano"},
             r"replaced by:.*pymc-devs/pytensor"),
    Question("what replaced PyTorch?", REPLACED, {"package": "torch"},
             r"needs no replacement: it is active"),
    Question("who named PyTorch as chainer's heir?", REPLACED, {"package": "chainer"},
             r"pytorch/pytorch[^;]*named by the project itself"),
    Question("which frameworks live?", CHOOSE, {"group": "frameworks"},
             r"pytorch/pytorch: active.*tinygrad/tinygrad: active",
             r"^(Theano|microsoft|apache|BVLC|chainer)/"),
    Question("which framework has the most stars?", CHOOSE, {"group": "frameworks"},
             r"the most starred first[^\n]*\ntensorflow/tensorflow"),
    Question("which of these five was losing people in 2021?", CHOOSE, {"among": FIVE, "as_of": "2021-12"},
             r"Losing people: apache/mxnet \(-\d+%\)$"),
    Question("which of these five is over?", CHOOSE, {"among": FIVE},
             r"^apache/mxnet: archived", r"^(pytorch|keras-team|tinygrad)/\w+: (archived|dormant)"),
    Question("a framework under MIT with 30 people?", CHOOSE,
             {"group": "frameworks", "license": "MIT", "min_people": 30}, r"pytorch/pytorch: active.*; MIT"),
    Question("a framework in Rust?", CHOOSE, {"group": "frameworks", "language": "Rust"},
             r"^0 of 14 candidates.*None fits; there are language Python, unknown"),
    Question("did PyTorch's stars grow?", HISTORY, {"repository": "torch", "last": 13},
             r"From [\d-]+ to [\d-]+: \+\d+%"),
    Question("how many commits had Theano in 2018?", HISTORY,
             {"repository": "Theano", "metric": "commits", "every": "quarter", "last": 4,
              "as_of": "2018-12-31"},
             r"2018-01-01 0, 2018-04-01 0"),
    Question("what of my requirements is over?", AUDIT, {"content": LOCK},
             r"^cntk: archived.*^theano: end-of-life", r"^(torch|keras): (archived|end-of-life|dormant)"),
    Question("is CNTK in my lock file over?", AUDIT, {"content": LOCK}, r"^cntk: archived since 2023-11-17"),
)  # fmt: skip

THREE = ["theano==1.0.5", "pkg:npm/left-pad", "keras"]
FILE = "-r other.txt\ntheano==1.0.5 ; python_version<'3.8'\ntorch[opt]>=2 # x\nCNTK==2.7\n"
PROJECT = '[project]\ndependencies=["torch"]\n[project.optional-dependencies]\ngpu=["cntk-gpu>=2"]\n'
ENVIRONMENT = "dependencies:\n  - theano=1.0\n  - pytorch::pytorch>=2\n  - pip:\n    - cntk==2.7\n"
# As agents paste names, days and files; every one of them is answered.
FURTHER = (
    may_i("pytorch/pytorch", "torch==1.13", ALIVE),
    may_i("pytorch/pytorch", "torch[opt]>=2,<3 ; python_version<'3.13'", ALIVE),
    may_i("Theano/Theano", "theano 1.0.5", OVER),
    may_i("Theano/Theano", "conda-forge::theano=1.0", OVER),
    may_i("Theano/Theano", "PKG:PYPI/THEANO", OVER),
    may_i("Theano/Theano", "https://pypi.org/project/Theano/", OVER),
    may_i("pytorch/pytorch", "pkg:conda/conda-forge/pytorch@2.1", ALIVE),
    may_i("pytorch/pytorch", "https://anaconda.org/conda-forge/pytorch", ALIVE),
    may_i("pytorch/pytorch", "torch @ git+https://github.com/pytorch/pytorch.git@main", ALIVE),
    may_i("chainer/chainer", "git+https://github.com/chainer/chainer.git@v7.8.1", OVER),
    may_i("microsoft/CNTK", "git@github.com:microsoft/CNTK.git", OVER),
    may_i("apache/mxnet", "https://github.com/apache/mxnet/issues/123", OVER),
    may_i("tensorflow/tensorflow", "pkg:pypi/tensorflow_cpu", ALIVE),
    may_i("google/jax", "jax-ml/jax", ALIVE),
    may_i("torch/torch7", "torch7", r"^{}[^\n]*: NOT MAINTAINED: dormant since 2018-07-01"),
    may_i("Theano/Theano", "theano", ALIVE, "2012"),
    may_i("Theano/Theano", "theano", ALIVE, "2017-10-05"),
    may_i("Theano/Theano", "theano", OVER, "2017-10-06T00:00:00Z"),
    may_i("Theano/Theano", "theano", r"^{}[^\n]*: UNKNOWN. It was not on GitHub yet", "2007-01-01"),
    Question("one of three is of another world", CHECK, {"packages": THREE},
             r"^Theano[^\n]*NOT MAINT.*^pkg:npm/left-pad: UNKNOWN. packages of npm are.*^keras[^\n]*: MAINT"),
    Question("two in one text?", CHECK, {"packages": "theano>=1,<2, torch", "as_of": None},
             r"^Theano[^\n]*: NOT MAINTAINED.*^pytorch[^\n]*: MAINTAINED"),
    Question("what replaced theano 1.0.5?", REPLACED, {"package": "theano==1.0.5"}, r"pymc-devs/pytensor"),
    Question("was caffe replaced in January 2017?", REPLACED, {"package": "caffe", "as_of": "2017-01"},
             r"^BVLC/caffe needs no replacement: it is active", r"was replaced"),
    Question("what replaced a stranger?", REPLACED, {"package": "no-such-thing"},
             r"not known here: it is neither followed"),
    Question("a permissive framework?", CHOOSE, {"group": "Frameworks", "license": "permissive"},
             r"^6 of 14 candidates"),
    Question("a framework under Apache 2?", CHOOSE, {"group": "frameworks", "license": "apache 2"},
             r"^None fits; there are license MIT, unknown"),
    Question("only active ones?", CHOOSE, {"group": "frameworks", "min_verdict": "active", "limit": 2},
             r"tensorflow/tensorflow: active.*pytorch/pytorch: active"),
    Question("torch, twice, or something else?", CHOOSE, {"among": ["torch", "torch==2.0", "nope"]},
             r"^1 of 1 candidates.*^nope: unknown here"),
    Question("how many releases a quarter?", HISTORY,
             {"repository": "Theano", "metric": "Releases", "every": "quarter", "as_of": "2017"},
             r"releases \(releases\) by quarter[^\n]*2017-01-01 1"),
    Question("which lines were not read?", AUDIT, {"content": FILE},
             r"^cntk: archived.*^theano: end-of-life.*^not read: requirements.txt:1: the included file"),
    Question("an extra of my project?", AUDIT, {"content": PROJECT, "filename": "pyproject.toml"},
             r"^1 of 2 .*^cntk-gpu: archived"),
    Question("my conda environment?", AUDIT, {"content": ENVIRONMENT, "filename": "environment.yml"},
             r"^2 of 3 .*^cntk: archived.*^theano: end-of-life", r"^(py)?torch: "),
)  # fmt: skip
