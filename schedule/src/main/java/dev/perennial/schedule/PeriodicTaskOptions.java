package dev.perennial.schedule;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;

/// The options of periodic tasks, with the names and defaults of `oslo.service`. A program that
/// uses [PeriodicTasks] registers this record.
///
/// @param runExternalPeriodicTasks whether tasks that another process may run are run here
@Group(value = "DEFAULT", help = "Options of periodic tasks.")
public record PeriodicTaskOptions(
    @Opt(
            help =
                "Whether periodic tasks that may run in another process are run by this one. Set it"
                    + " to false where another process runs them.",
            def = "true")
        boolean runExternalPeriodicTasks) {}
