/* SPDX-License-Identifier: MIT */
/* What small files look like: the kind of the first line, and whatever else a note would tell of
 * them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "csv/records.h"
#include "look/profile.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct sample {
    const char *name;
    char delimiter; /* 0: a comma, and not chosen */
    const char *text;
    const char *seen; /* by what_is_seen; "": nothing */
} samples[] = {
    /* Headers. */
    {"names over numbers", 0, "a,b\n1,2\n3,4\n", ""},
    {"names over texts", 0, "name,city\nAnn,Bonn\nBob,Kiel\n", ""},
    {"a name over one column of numbers", 0, "a\n1\n2\n3\n4\n", ""},
    {"a name over one column of texts", 0, "text\nred\ngreen\nblue\n", ""},
    {"names over dates", 0, "day,n\n2024-01-01,1\n2024-01-02,2\n", ""},
    {"names over true and false", 0, "on,off\ntrue,false\nfalse,true\n", ""},
    {"true as a name, over numbers", 0, "true,false\n1,2\n3,4\n", ""},
    {"one name over numbers is enough", 0, "1,b\n1,2\n1,4\n", ""},
    {"years over numbers", 0, "land,2019,2020\nDE,1,2\nFR,3,4\n", ""},
    {"years alone, over other numbers", 0, "2019,2020\n1,2\n3,4\n5,6\n", ""},
    {"0, 1, 2 after the index of pandas", 0, ",0,1\n0,5,6\n1,7,8\n", ""},
    {"0, 1, 2 alone", 0, "0,1,2\n5.5,6,7\n8,9,1\n", ""},
    {"1, 2, 3", 0, "1,2,3\n7,1,9\n5,8,2\n", ""},
    {"wavelengths", 0, "400,410,420,430,440\n.1,.2,.1,.3,.2\n.2,.1,.4,.1,.1\n", ""},
    {"percentiles beside a text", 0, "town,10,25,50\nKiel,3,2,9\nUlm,8,1,4\n", ""},
    {"a quoted header", 0, "\"a b\",\"c\"\n1,2\n3,4\n", ""},
    {"numbers with missing ones", 0, "a,b\nNA,2\n3,NA\n4,5\n", ""},

    /* None. */
    {"a decimal", 0, "5.1,3.5,a\n4.9,3,b\n4.7,3.2,a\n4.6,3.1,b\n", "no header: 5.1"},
    {"numbers alone", 0, "7,8\n1,2\n3,4\n5,5\n", "no header, numbers: 7"},
    {"numbers in one column", 0, "7\n1\n3\n5\n", "no header, numbers: 7"},
    {"years below years", 0, "1999,2001\n2003,1998\n2005,2007\n", "no header, numbers: 1999"},
    {"an exponent", 0, "1.5e-7,a\n2,b\n3,c\n4,d\n", "no header: 1.5e-7"},
    {"a negative number", 0, "-5,a\n2,b\n-3,c\n4,d\n", "no header: -5"},
    {"an empty cell among numbers", 0, "1,,3\n4,5,6\n7,8,9\n", "no header: 1"},
    {"NA among numbers", 0, "4,NA,3\n4,5,6\n7,8,9\n", "no header: 4"},
    {"? among numbers", 0, "63.0,?,3\n4,5,6\n7,8,9\n", "no header: 63.0"},
    {"a date", 0, "2024-01-01,x\n2024-01-02,y\n2024-01-03,z\n",
     "no header, like its column: 2024-01-01"},
    {"yes and no", 0, "yes,red\nno,blue\nyes,green\n", "no header, like its column: yes"},
    {"a text that comes back", 0, "39,State-gov,x\n50,Private,y\n38,State-gov,z\n53,State-gov,w\n",
     "no header: State-gov comes back"},
    {"LIBSVM", 0, "1 3:0.5 7:1\n-1 2:0.25\n1 1:1 9:0.125\n", "LIBSVM"},
    {"LIBSVM with groups", 0, "2 qid:1 1:3 2:5\n1 qid:1 1:4\n0 qid:2 2:1\n", "LIBSVM"},

    /* Lines before the header. */
    {"a title, padded", 0, "Report,,\n,,\na,b,c\n1,2,3\n4,5,6\n", "skip 2 before a"},
    {"a title and a blank line", 0, "Report,,\n\n,,\nName,City,Job\nA,B,x\nC,D,y\nE,F,z\n",
     "skip 3 before Name"},
    {"a title over one column", 0, "Report of May\nage\n31\n42\n53\n64\n",
     "skip 1 before age, or 2 headers"},
    {"a comment over one column", 0, "# made 2024\na\n1\n2\n3\n", "comment # before a"},
    {"a comment with a percent sign", 0, "% made 2024\na\n1\n2\n3\n", "comment % before a"},
    {"comments among values", 0, "a\n1\n# note\n2\n3\n", "1 comment # among values"},
    {"PowerShell's type", 0, "#TYPE System.IO.FileInfo\nName\nx\ny\n", "skip 1 before Name"},
    {"a title, and years as names", 0, "Exports,,\nland,2019,2020\nDE,1,2\nFR,3,4\nIT,5,6\n",
     "skip 1 before land"},

    /* Headers of several records. */
    {"pandas' two lines and the index' name", 0, ",v,v\n,min,max\nk,,\na,1,2\nb,3,4\n",
     "3 headers"},
    {"units", 0, "id,w,h\n,kg,cm\n1,2.5,3\n2,3.5,4\n", "2 headers"},
    {"units in brackets, one column", 0, "width\n(mm)\n1\n2\n3\n4\n5\n",
     "skip 1 before (mm), or 2 headers"},
    {"types", 0, "id,w\nint,float\n1,2.5\n2,3.5\n", "2 headers"},
    {"a title and units", 0, "Report,,\nid,w,h\n,kg,cm\n1,2.5,3\n2,3.5,4\n",
     "skip 1 before id, 2 headers"},

    /* One column that is several. */
    {"blanks", 0, "a b c\n1 2 3\n4 5 6\n", "3 by blanks"},
    {"runs of blanks, no header", 0, "59  2 32.1\n48  1 21.6\n72  2 30.5\n", "3 by blanks"},
    {"blanks in texts", 0, "full name\nAnn Smith\nBob Jones\n", ""},
    {"two colons", 0, "id::v\n1::a\n2::b\n", "2 by ::"},
    {"a caret", 0, "id^v\n1^a\n2^b\n", "2 by '^'"},
    {"a colon", 0, "id:v\n1:a\n2:b\n", "2 by :"},
    {"a time of day is one value", 0, "at\n12:30\n13:45\n14:00\n", ""},
    {"the byte 0x01", 0, "id\001v\n1\001a\n2\001b\n", "2 by \"$(printf '\\001')\""},
    {"a semicolon after a title", 0, "Report\na;b\n1;2\n3;4\n5;6\n", "2 by ';' after 1"},
    {"a chosen delimiter", ';', "a b c\n1 2 3\n4 5 6\n", ""},

    /* Quotes and backslashes. */
    {"stray quotes", '\t', "id\ttext\n1\t\"bad\n2\tgood\n3\twell\"\n4\tx\n",
     "line 2 has 3 lines, --quote none"},
    {"a text of two lines", 0, "id,text\n1,\"two\nlines\"\n2,one\n", ""},
    {"escaped quotes", 0, "id,t\n1,\"say \\\"hi\\\" to\"\n2,\"b\"\n", "escapes"},
    {"a path in quotes", 0, "path,n\n\"C:\\dir\\\",1\n\"D:\\\",2\n", ""},
    {"an escaped line end", 0, "v\na\\\nb\nc\nd\n", "1 continued in line 2"},
    {"paths in one column", 0, "v\nC:\\a\\\nC:\\b\\\nC:\\c\\\n", ""},

    /* What readers do with it. */
    {"a nameless first column over texts", 0, ",a,b\n0,x,y\n1,z,w\n", "nameless"},
    {"# before a record", 0, "a,b\n1,2\n#3,4\n5,6\n", "1 #"},
};

static void add(char *out, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void add(char *out, size_t size, const char *format, ...)
{
    size_t used = strlen(out);
    va_list arguments;
    if (used != 0)
        used += (size_t)snprintf(out + used, size - used, ", ");
    va_start(arguments, format);
    vsnprintf(out + used, size - used, format, arguments);
    va_end(arguments);
}

static void add_head(const struct sd_head *head, char *out, size_t size)
{
    if (head->comment_rows != 0)
        add(out, size, "%" PRIu64 " comment %c among values", head->comment_rows, head->comment);
    else if (head->comment != '\0')
        add(out, size, "comment %c before %s", head->comment, head->name);
    else if (head->skip_lines != 0)
        add(out, size, "skip %" PRIu64 " before %s", head->skip_lines, head->name);
    if (head->single)
        add(out, size, "or %" PRIu64 " headers", head->line);
    else if (head->headers != 1)
        add(out, size, "%zu headers", head->headers);
}

static void what_is_seen(const struct sd_profile *p, char *out, size_t size)
{
    out[0] = '\0';
    if (p->first == SD_FIRST_NUMBER)
        add(out, size, "no header: %s", p->first_cell);
    else if (p->first == SD_FIRST_ALL_NUMBERS)
        add(out, size, "no header, numbers: %s", p->first_cell);
    else if (p->first == SD_FIRST_DATE)
        add(out, size, "no header, like its column: %s", p->first_cell);
    else if (p->first == SD_FIRST_AGAIN)
        add(out, size, "no header: %s comes back", p->first_cell);
    else if (p->first == SD_FIRST_LIBSVM)
        add(out, size, "LIBSVM");
    add_head(&p->head, out, size);
    if (p->other.option != NULL && p->other.before == 0)
        add(out, size, "%" PRIu64 " by %s", p->other.fields, p->other.option);
    else if (p->other.option != NULL)
        add(out, size, "%" PRIu64 " by %s after %" PRIu64, p->other.fields, p->other.option,
            p->other.before);
    if (p->merged != 0)
        add(out, size, "line %" PRIu64 " has %" PRIu64 " lines%s", p->merged_line, p->merged_lines,
            p->merged_all_plain ? ", --quote none" : "");
    if (p->backslashes)
        add(out, size, "escapes");
    if (p->continued != 0)
        add(out, size, "%" PRIu64 " continued in line %" PRIu64, p->continued, p->continued_line);
    if (p->nameless_first)
        add(out, size, "nameless");
    if (p->hashes != 0 && p->head.comment == '\0' && p->head.skip_lines == 0)
        add(out, size, "%" PRIu64 " #", p->hashes);
}

/* Looks at a text; `asked`: an option says that it has a header. */
static void look(const struct sample *sample, bool asked, char *seen, size_t size)
{
    const struct sd_dialect dialect = {
        .delimiter = (unsigned char)(sample->delimiter != '\0' ? sample->delimiter : ','),
        .delimiter_set = sample->delimiter != '\0',
        .quote = '"',
        .header = true,
        .format_set = true, /* what is no data is refused elsewhere */
    };
    struct sd_records records = {
        .data = (const uint8_t *)sample->text,
        .size = strlen(sample->text),
        .dialect = &dialect,
    };
    const struct sd_index_request request = {
        .data = records.data,
        .size = records.size,
        .dialect = &dialect,
        .threads = 1,
        .cancel_fd = -1,
    };
    struct splitdata_error error = {.message = ""};
    struct sd_profile profile;
    if (sd_index_build(&records.index, &request, &error) != SPLITDATA_OK ||
        sd_records_complete(&records, &error) != SPLITDATA_OK)
        fail_msg("%s: %s", sample->name, error.message);
    sd_profile_make(&profile, &records, asked);
    what_is_seen(&profile, seen, size);
    sd_records_free(&records);
}

static void every_sample(void **state)
{
    enum { LEAST = 40 };
    size_t count = sizeof samples / sizeof samples[0], wrong = 0;
    char seen[256];
    (void)state;
    assert_true(count >= LEAST);
    for (size_t i = 0; i < count; i++) {
        look(&samples[i], false, seen, sizeof seen);
        if (strcmp(seen, samples[i].seen) == 0)
            continue;
        print_error("%s: \"%s\", not \"%s\"\n", samples[i].name, seen, samples[i].seen);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

/* Who says --header knows it: nothing is said of the first records. */
static void header_that_was_asked_for(void **state)
{
    char seen[256];
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        look(&samples[i], true, seen, sizeof seen);
        if (strstr(seen, "header") != NULL || strstr(seen, "before") != NULL ||
            strstr(seen, "LIBSVM") != NULL)
            fail_msg("%s: \"%s\"", samples[i].name, seen);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sample),
        cmocka_unit_test(header_that_was_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
