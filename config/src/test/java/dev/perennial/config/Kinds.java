package dev.perennial.config;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// An option of every kind, each of which may be absent.
@Group("kinds")
record Kinds(
    @Opt Optional<String> text,
    @Opt @OneOf({"foo", "bar"}) Optional<String> choice,
    @Opt
        @OneOf(
            value = {"foo", "bar"},
            ignoreCase = true)
        Optional<String> looseChoice,
    @Opt(quotes = true) Optional<String> quoted,
    @Opt @Matches("^[A-Z]") Optional<String> capital,
    @Opt @Matches(value = "^[A-Z]", ignoreCase = true) Optional<String> anyLetter,
    @Opt @Matches("foo|bar") Optional<String> unanchored,
    @Opt @Length(max = 5) Optional<String> upToFive,
    @Opt(quotes = true) @Length(min = 2, max = 3) Optional<String> quotedTwo,
    @Opt Optional<Boolean> bool,
    @Opt OptionalInt whole,
    @Opt OptionalLong wide,
    @Opt @Range(min = 123, max = 456) OptionalInt high,
    @Opt @Range(min = 0, max = 456) OptionalInt fromZero,
    @Opt @Range(min = -456, max = 0) OptionalInt toZero,
    @Opt @OneOf({"80", "457"}) OptionalInt wholeChoice,
    @Opt OptionalDouble real,
    @Opt @Range(min = 123.45, max = 678.9) OptionalDouble realHigh,
    @Opt Optional<List<String>> list,
    @Opt(quotes = true) List<String> quotedList,
    @Opt List<Integer> numbers,
    @Opt(bounds = true) Optional<List<Integer>> bounded,
    @Opt List<List<String>> nested,
    @Opt @Size(min = 2, max = 3) Optional<List<String>> twoOrThree,
    @Opt(form = TextForm.PORT) List<Integer> ports,
    @Opt Optional<IntRange> range,
    @Opt @Range(min = 1, max = 3) Optional<IntRange> smallRange,
    @Opt Map<String, String> dict,
    @Opt Map<String, Integer> dictOfNumbers,
    @Opt(quotes = true) Map<String, String> quotedDict,
    @Opt(separator = '=') Map<String, String> equalsDict,
    @Opt Map<String, Map<String, String>> nestedDict,
    @Opt(bounds = true) Optional<Map<String, String>> boundedDict,
    @Opt @Size(min = 2) Optional<Map<String, String>> twoPairs,
    @Opt(form = TextForm.IP_ADDRESS) Optional<String> ip,
    @Opt(form = TextForm.IPV4_ADDRESS) Optional<String> ip4,
    @Opt(form = TextForm.IPV6_ADDRESS) Optional<String> ip6,
    @Opt Optional<InetAddress> address,
    @Opt(form = TextForm.HOST_ADDRESS) Optional<String> hostAddress,
    @Opt(form = TextForm.HOST_DOMAIN) Optional<String> hostDomain,
    @Opt(form = TextForm.HOST_NAME) Optional<String> hostName,
    @Opt Optional<HostPort> hostPort,
    @Opt Optional<URI> uri,
    @Opt @Schemes({"http", "https"}) @Length(max = 20) Optional<URI> web,
    @Opt(form = TextForm.PORT) OptionalInt port,
    @Opt(form = TextForm.PORT) @Range(min = 1024, max = 2048) OptionalInt userPort,
    @Opt(form = TextForm.PORT) @OneOf({"80", "8080"}) OptionalInt portChoice,
    @Opt Optional<ByteSize> size,
    @Opt @Range(max = 1024) Optional<ByteSize> smallSize) {}
