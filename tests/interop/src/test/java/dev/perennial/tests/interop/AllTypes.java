package dev.perennial.tests.interop;

import dev.perennial.config.DeprecatedForRemoval;
import dev.perennial.config.IntRange;
import dev.perennial.config.Length;
import dev.perennial.config.Matches;
import dev.perennial.config.OneOf;
import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import dev.perennial.config.TextForm;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// One option of every type that both sides have. `oslo_config_peer.py` declares the same.
///
/// Numbers are `Optional` here, because an empty text is no number there and nothing at all.
record AllTypes(
    @Opt(help = "A text.", def = "some text") String text,
    @Opt(help = "One of several.", def = "a")
        @OneOf(
            value = {"a", "b", ""},
            help = {"First.", "Second.", "None of them."})
        String choice,
    @Opt(help = "In any case.", def = "One")
        @OneOf(
            value = {"One", "Two"},
            ignoreCase = true)
        String cased,
    @Opt(help = "A text that matches.", def = "abc1") @Matches("^[a-z]+[0-9]*$") String pattern,
    @Opt(name = "short", help = "A short text.", def = "short") @Length(max = 8) String shortText,
    @Opt(help = "A text that may stand in quotes.", def = "quoted", quotes = true) String quoted,
    @Opt(help = "A text with spaces around it.", def = "  spaced ") String spaced,
    @Opt(help = "A text that is not there.") Optional<String> absent,
    @Opt(help = "A boolean.", def = "false", mutable = true) boolean flag,
    @Opt(help = "A number.", def = "7") OptionalInt number,
    @Opt(help = "A number with bounds.", def = "5") @Range(min = 1, max = 1000000)
        OptionalInt bounded,
    @Opt(help = "A large number.", def = "4294967296") Optional<Long> wide,
    @Opt(help = "A number that is not there.") OptionalInt noNumber,
    @Opt(help = "A decimal number.", def = "0.5") @Range(min = -10, max = 10)
        Optional<Double> ratio,
    @Opt(help = "A port.", def = "9890", form = TextForm.PORT) Optional<Integer> port,
    @Opt(help = "A list.", def = "a,b c") List<String> names,
    @Opt(help = "A list of numbers.", def = "1,2") List<Integer> numbers,
    @Opt(help = "A list in brackets.", def = "[x,y]", bounds = true) List<String> bracketed,
    @Opt(help = "A list of texts that may stand in quotes.", def = "a,b", quotes = true)
        List<String> quotedNames,
    @Opt(help = "A map.", def = "k:v") Map<String, String> pairs,
    @Opt(help = "A map of numbers.", def = "a:1") Map<String, Integer> numberPairs,
    @Opt(help = "A repeated key.", def = "m1,m2", multi = true) List<String> repeated,
    @Opt(help = "Repeated numbers.", multi = true) List<Integer> repeatedNumbers,
    @Opt(help = "An address.", def = "127.0.0.1", form = TextForm.IP_ADDRESS) String address,
    @Opt(help = "An IPv6 address.", def = "::1", form = TextForm.IPV6_ADDRESS) String address6,
    @Opt(help = "A host.", def = "localhost", form = TextForm.HOST_NAME) String host,
    @Opt(help = "A host or an address.", def = "10.0.0.1", form = TextForm.HOST_ADDRESS)
        String hostAddress,
    @Opt(help = "A host with underscores.", def = "my_host.org", form = TextForm.HOST_DOMAIN)
        String domain,
    @Opt(help = "A URI.", def = "http://localhost:8080/v1") URI uri,
    @Opt(help = "A range.", def = "1-3") IntRange span,
    @Opt(
            help = "An option that had other names.",
            def = "new",
            was = {"first_name", "elsewhere/second_name"})
        String renamed,
    @Opt(help = "An option that will go.", def = "")
        @DeprecatedForRemoval(since = "2.0", reason = "Nobody needs it.")
        String removed,
    @Opt(help = "An option for few.", def = "e", advanced = true) String expert,
    @Opt(help = "A text with references.", def = "$text/${number}") String referring) {}
