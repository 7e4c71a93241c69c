"""A file of the editor's is read and written anew by one process, and one thread of it, at a time."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from restitution.acts.classifying import classify, lines
from restitution.plan.locks import tables_held

MANY = 8


def say(project: Path, number: int) -> None:
    classify(project, {f"a/{number}.md": {"genre": "portrait_territoire"}})


def test_nobody_s_line_is_lost_between_processes(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=say, args=(tmp_path, number)) for number in range(3)]
    for one in others:
        one.start()
    for number in range(3, MANY):
        say(tmp_path, number)
    for one in others:
        one.join()
        assert one.exitcode == 0
    assert {row.fichier for row in lines(tmp_path)} == {f"a/{number}.md" for number in range(MANY)}


def test_nobody_s_line_is_lost_between_threads(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: say(tmp_path, number), range(MANY)))
    assert len(lines(tmp_path)) == MANY


def test_whoever_holds_them_holds_them(tmp_path: Path) -> None:
    with tables_held(tmp_path), tables_held(tmp_path):
        say(tmp_path, 1)
    with tables_held(tmp_path):
        say(tmp_path, 2)
    assert len(lines(tmp_path)) == 2
