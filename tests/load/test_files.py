"""Reading says why it can't; writing leaves a whole file or what was there."""

import os
import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from meshgov.errors import ConfigurationError, InputError
from meshgov.load import files
from meshgov.load.files import read, write_atomically


def test_reads_bytes(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"\xff\x00")
    assert read(str(tmp_path / "x.yaml")) == b"\xff\x00"


def test_reads_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"name: x",))
    writer.start()
    assert read(str(pipe)) == b"name: x"
    writer.join()


@pytest.mark.parametrize(
    ("path", "message", "hint"),
    [
        ("missing.yaml", "there is no file missing.yaml", "check the path and its spelling"),
        ("folder", "folder is a folder, not a file", "name a file in it"),
        ("large.yaml", "large.yaml is larger than 3 bytes", "split it into several files"),
        ("x.yaml/y", "'x.yaml/y' can't be read: Not a directory", "check the path"),
        ("a\0b", "'a\\x00b' can't be read: embedded null byte", "check the path"),
        ("n" * 300, f"{'n' * 300!r} can't be read: File name too long", "check the path"),
    ],
)
def test_says_why_it_cannot_read(
    path: str, message: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("large.yaml").write_text("abcd")
    Path("x.yaml").write_text("abc")
    with pytest.raises(InputError) as caught:
        read(path, size=3)
    assert (caught.value.message, caught.value.hint) == (message, hint)
    assert caught.value.exit_code == 2


def test_says_that_it_may_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    # By hand, because the tests may run as root, whom no permission stops.
    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(InputError, match=r"x\.yaml may not be read"):
        read("x.yaml")


def test_writes_text_and_bytes_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    write_atomically(str(target), iter(["é", b"\xff", ""]))
    assert target.read_bytes() == "é".encode() + b"\xff"
    assert list(tmp_path.iterdir()) == [target]


def test_keeps_the_mode_and_the_link_of_what_it_replaces(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "real").chmod(0o640)
    (tmp_path / "link").symlink_to("real")
    write_atomically(str(tmp_path / "link"), ["new"])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"
    assert stat.S_IMODE((tmp_path / "real").stat().st_mode) == 0o640


def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    (tmp_path / "usual").write_text("")
    write_atomically(str(tmp_path / "new"), ["x"])
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize("error", [ValueError("renderer"), KeyboardInterrupt(), OSError("disk")])
def test_a_failure_keeps_the_old_file(error: BaseException, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("old")

    def chunks() -> Iterator[str]:
        yield "new"
        raise error

    expected = ConfigurationError if isinstance(error, OSError) else type(error)
    with pytest.raises(expected):
        write_atomically(str(target), chunks())
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_that_takes_the_temporary_file_along_says_the_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vanish(beside: str, _: str) -> None:
        Path(beside).unlink()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", vanish)
    with pytest.raises(ConfigurationError, match="No space left on device"):
        write_atomically(str(tmp_path / "out"), ["x"])


def test_writes_into_what_is_no_regular_file(tmp_path: Path) -> None:
    write_atomically("/dev/null", ["x"])
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_atomically(str(pipe), ["a", "b"])
    reader.join()
    assert got == [b"ab"]


@pytest.mark.parametrize(
    ("path", "message", "hint"),
    [
        (
            "missing/out.json",
            "missing/out.json can't be written: there is no folder missing",
            "make the folder first",
        ),
        ("folder", "folder can't be written: it is a folder", "name a file in it"),
        (
            "file/out.json",
            "'file/out.json' can't be written: Not a directory",
            "check who may write into file, and that the disk has room",
        ),
        (
            "a\0b",
            "'a\\x00b' can't be written: embedded null byte",
            "check who may write into ., and that the disk has room",
        ),
    ],
)
def test_says_why_it_cannot_write(
    path: str, message: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("file").write_text("")
    with pytest.raises(ConfigurationError) as caught:
        write_atomically(path, ["x"])
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_read_only_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.os, "open", refuse)
    path = str(tmp_path / "out")
    with pytest.raises(ConfigurationError) as caught:
        write_atomically(path, ["x"])
    assert caught.value.message == f"{path!r} can't be written: Permission denied"
    assert caught.value.hint == f"check who may write into {tmp_path}, and that the disk has room"


def test_a_socket_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("sock")
        with pytest.raises(ConfigurationError, match="'sock' can't be written"):
            write_atomically("sock", ["x"])
