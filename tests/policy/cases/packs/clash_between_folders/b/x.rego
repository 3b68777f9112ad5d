package main

warn contains "x" if input.x
