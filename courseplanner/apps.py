from django.apps import AppConfig


class CoursePlannerConfig(AppConfig):
    name = "courseplanner"
