package dev.perennial.logging;

import dev.perennial.config.DeprecatedForRemoval;
import dev.perennial.config.OneOf;
import dev.perennial.config.Opt;

/// The options of `oslo.log` that do nothing here. A file of an OpenStack service may set them:
/// each is checked like any other, and whoever sets it is told once that it has no effect, and why.
///
/// @param watchLogFile whether a renamed file is noticed; it always is
/// @param useEventlog whether to write to the event log of Windows
/// @param logRotationType when log files are rotated; `logrotate` does it
/// @param logRotateInterval how often
/// @param logRotateIntervalType the unit of that
/// @param maxLogfileCount how many are kept
/// @param maxLogfileSizeMb how large they become
/// @param publishErrors whether errors are sent as notifications
/// @param fatalDeprecations whether the use of something deprecated is an error
public record IgnoredLogOptions(
    @Opt(help = "Notice when the log file is renamed or removed.", def = "false")
        @DeprecatedForRemoval(reason = "It has no effect: a renamed log file is always noticed.")
        boolean watchLogFile,
    @Opt(help = "Write to the event log of Windows.", def = "false")
        @DeprecatedForRemoval(reason = "It has no effect: there is no such log on Linux.")
        boolean useEventlog,
    @Opt(help = "When log files are rotated.", def = "none")
        @OneOf(
            value = {"interval", "size", "none"},
            ignoreCase = true)
        @DeprecatedForRemoval(reason = ROTATION)
        String logRotationType,
    @Opt(help = "Time between two rotations.", def = "1") @DeprecatedForRemoval(reason = ROTATION)
        int logRotateInterval,
    @Opt(help = "Unit of log_rotate_interval.", def = "days")
        @OneOf(
            value = {"Seconds", "Minutes", "Hours", "Days", "Weekday", "Midnight"},
            ignoreCase = true)
        @DeprecatedForRemoval(reason = ROTATION)
        String logRotateIntervalType,
    @Opt(help = "Most rotated log files that are kept.", def = "30")
        @DeprecatedForRemoval(reason = ROTATION)
        int maxLogfileCount,
    @Opt(help = "Size in MiB at which log files are rotated.", def = "200")
        @DeprecatedForRemoval(reason = ROTATION)
        int maxLogfileSizeMb,
    @Opt(help = "Send errors as notifications.", def = "false")
        @DeprecatedForRemoval(reason = "It has no effect: errors are in the log only.")
        boolean publishErrors,
    @Opt(help = "Take the use of anything deprecated for an error.", def = "false")
        @DeprecatedForRemoval(reason = "It has no effect: it is always a warning.")
        boolean fatalDeprecations) {

  private static final String ROTATION = "It has no effect: logrotate rotates log files.";
}
