app_name = "cost_centers"

urlpatterns = []
