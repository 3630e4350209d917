package dev.perennial.rpc;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import dev.perennial.config.Secret;
import java.util.List;
import java.util.Optional;

/// The options of notifications, with the names and defaults of `oslo.messaging`.
///
/// @param driver how notifications leave the program
/// @param transportUrl a message bus of their own
/// @param topics where they go
/// @param retry how often sending is tried again
@Group(value = "oslo_messaging_notifications")
public record NotificationOptions(
    @Opt(
            help =
                "How notifications are sent: messaging, messagingv2 (with an envelope), log, noop."
                    + " None is sent when unset.",
            multi = true,
            was = "DEFAULT/notification_driver")
        List<String> driver,
    @Opt(
            help = "The message bus for notifications. Unset: that of [DEFAULT] transport_url.",
            was = "DEFAULT/notification_transport_url")
        Optional<Secret> transportUrl,
    @Opt(
            help = "The topics that every notification is sent to.",
            def = "notifications",
            was = {"rpc_notifier2/topics", "DEFAULT/notification_topics"})
        List<String> topics,
    @Opt(
            help =
                "How often sending a notification is tried again; -1 means until the sender's time"
                    + " is over.",
            def = "-1")
        @Range(min = -1)
        int retry) {}
