"""The Django project: settings, addresses, people, base templates and what lies under /static."""
