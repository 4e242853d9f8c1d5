from django.urls import path

from catalog.crawlers import views

app_name = "crawlers"
urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
