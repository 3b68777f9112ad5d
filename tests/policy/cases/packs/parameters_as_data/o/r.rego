package main

# data.parameters
import data.parameters.x

deny contains "x" if input.days > x
