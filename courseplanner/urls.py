app_name = "courseplanner"
urlpatterns = []
