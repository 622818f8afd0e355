"""`python -m cuepress` is `cuepress`."""

from cuepress.cli import main

main()
