"""Reading in what others, or the tracker itself, wrote: one room a question that a file raises.

Which kind of file (`kinds`), which text (`texts`), which rows (`delimited`, `documents`, `columnar`,
`workbook`), which columns are what (`layouts`), which day (`days`), which number (`numbers`); `values`
joins them.
"""
