"""How fast and how frugal the timeline is, beside what others need for the same work in the same run."""
