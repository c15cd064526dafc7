"""What a member sees: functions from an answer to components and pictures. Nothing here asks, stores or searches."""
