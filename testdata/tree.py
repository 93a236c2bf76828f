"""What the tests in Python stand in: a directory of their own, with files, perhaps a repository."""
import os
import shutil
import subprocess
import tempfile
from pathlib import Path


class Tree:
    """A directory with files, and programs run in it."""

    def __init__(self, program, files=None, git=False):
        self.program, self.files, self.git_wanted = program, files or {}, git

    def __enter__(self):
        self.home = Path(tempfile.mkdtemp(prefix="tree-")).resolve()
        self.path = self.home / "tree"
        self.path.mkdir()
        self.env = {"PATH": f"{Path(self.program).parent}:{os.environ['PATH']}", "HOME": str(self.home), "LC_ALL": "C",
                    "GIT_CONFIG_NOSYSTEM": "1"}
        self.env |= {n: os.environ[n] for n in ("ASAN_OPTIONS", "UBSAN_OPTIONS") if n in os.environ}
        for name, text in self.files.items():
            self.write(name, text)
        if self.git_wanted:
            self.git("init", "-q")
            self.git("config", "user.name", "x")
            self.git("config", "user.email", "x@example.org")
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.home)

    def write(self, name, text):
        (self.path / name).parent.mkdir(parents=True, exist_ok=True)
        (self.path / name).write_text(text)

    def text(self, name="loadline.yaml"):
        return (self.path / name).read_text()

    def run(self, *command, at="."):
        run = subprocess.run(command, cwd=self.path / at, env=self.env, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
        return run.returncode, run.stdout.decode(), run.stderr.decode()

    def loadline(self, *args, at="."):
        return self.run(self.program, *args, at=at)

    def git(self, *args, at="."):
        return self.run("git", *args, at=at)

    def commit(self, *args):
        """Whether git took it, and what was said."""
        code, out, err = self.git("commit", "-q", "-m", "x", *args)
        return code == 0, out + err
