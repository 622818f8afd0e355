"""The command line. Nothing imports it, and nothing else prints.

commands         one function per command: arguments in, one call to the library, a message and an exit code out
arguments        options that several commands share; ``site_arguments`` those of ``serve`` and ``publish``
outcome          what came of ``caption``, in lines and as plain data
reviewing        what ``check`` does beside checking: mend, and accept
publishing       pages for the web, files for platforms
doctor, sample   whether this machine has what is needed; a video to try things out with
terminal         stdout, stderr, the progress bar
"""

from cuepress.cli.commands import cli, main

__all__ = ["cli", "main"]
