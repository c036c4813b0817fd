"""Who answers for the platform: a port, and one class for each way a case meets it. Nothing here stores anything."""
