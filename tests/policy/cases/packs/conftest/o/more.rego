# METADATA
# title: The other half
package main

deny contains "a second file" if input.second
