"""What leaves a timeline for somebody's report: citations of what it holds, in the notations that writers use."""
