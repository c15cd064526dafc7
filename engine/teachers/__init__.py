"""Six public taggers that hear 16 kHz: what the ear is compared with, and what it may learn from.

None is shipped: their weights are read from the training data.
"""

from engine.teachers.loading import load_teachers
from engine.teachers.teacher import Teacher, TeacherOutput

__all__ = ["Teacher", "TeacherOutput", "load_teachers"]
