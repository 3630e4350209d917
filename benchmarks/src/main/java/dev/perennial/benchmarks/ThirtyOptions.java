package dev.perennial.benchmarks;

import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import java.util.List;

/// Thirty options as services have them: mostly texts and whole numbers, some booleans, a few
/// decimals and lists. `oslo_config.py` and [SmallryeOptions] declare the same.
record ThirtyOptions(
    @Opt(help = "A text.", def = "text") String text0,
    @Opt(help = "A text.", def = "text") String text1,
    @Opt(help = "A text.", def = "text") String text2,
    @Opt(help = "A text.", def = "text") String text3,
    @Opt(help = "A text.", def = "text") String text4,
    @Opt(help = "A text.", def = "text") String text5,
    @Opt(help = "A text.", def = "text") String text6,
    @Opt(help = "A text.", def = "text") String text7,
    @Opt(help = "A text.", def = "text") String text8,
    @Opt(help = "A text.", def = "text") String text9,
    @Opt(help = "A text.", def = "text") String text10,
    @Opt(help = "A text.", def = "text") String text11,
    @Opt(help = "A text.", def = "text") String text12,
    @Opt(help = "A number.", def = "7") @Range(min = 0, max = 100000) int number0,
    @Opt(help = "A number.", def = "7") @Range(min = 0, max = 100000) int number1,
    @Opt(help = "A number.", def = "7") @Range(min = 0, max = 100000) int number2,
    @Opt(help = "A number.", def = "7") @Range(min = 0, max = 100000) int number3,
    @Opt(help = "A number.", def = "7") int number4,
    @Opt(help = "A number.", def = "7") int number5,
    @Opt(help = "A number.", def = "7") int number6,
    @Opt(help = "A number.", def = "7") int number7,
    @Opt(help = "A boolean.", def = "false") boolean flag0,
    @Opt(help = "A boolean.", def = "false") boolean flag1,
    @Opt(help = "A boolean.", def = "false") boolean flag2,
    @Opt(help = "A boolean.", def = "false") boolean flag3,
    @Opt(help = "A boolean.", def = "false") boolean flag4,
    @Opt(help = "A decimal.", def = "0.5") double ratio0,
    @Opt(help = "A decimal.", def = "0.5") double ratio1,
    @Opt(help = "A list.", def = "a,b") List<String> names0,
    @Opt(help = "A list.", def = "a,b") List<String> names1) {}
