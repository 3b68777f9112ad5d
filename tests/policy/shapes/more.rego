package main

warn contains "the second file" if input.on
