"""Who is free when: busy time from calendars, rules of persons and rooms, slots, conflicts. Pure."""
