"""Inputs made to do harm, each given to a real process with limits of memory and time."""
