/* SPDX-License-Identifier: MIT */
/* The findings as SARIF 2.1.0, which services that show the findings of checkers read. A check that
 * found nothing is a rule without a result; one that was not made is a notification, so that it
 * cannot be taken for one that found nothing. */
#include "base/text.h"
#include "check/results.h"
#include "provenance/json_values.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const levels[] = {"note", "warning", "error"};

static json_t *text_object(const char *text, bool *made)
{
    json_t *object = json_object();
    sd_json_add(object, "text", sd_json_shown(text), made);
    return object;
}

/* The address of a file: bytes that an address cannot have are written as %XX. */
static json_t *address(const char *path)
{
    struct sd_text text = {0};
    bool room = path[0] != '/' || sd_text_add(&text, "file://");
    for (; *path != '\0' && room; path++) {
        const unsigned char byte = (unsigned char)*path;
        const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= '0' && byte <= '9') || strchr("-._~/", byte) != NULL;
        room = plain ? sd_text_append(&text, path, 1) : sd_text_format(&text, "%%%02X", byte);
    }
    json_t *value = room ? json_string(text.bytes != NULL ? text.bytes : "") : NULL;
    sd_text_free(&text);
    return value;
}

/* A place in a part; line 0: all of it. */
static json_t *location(const struct splitdata_checked *checked, size_t part, uint64_t line,
                        const char *message, bool *made)
{
    json_t *object = json_object(), *physical = json_object(), *artifact = json_object();
    sd_json_add(artifact, "uri", address(checked->parts[part].path), made);
    sd_json_add(physical, "artifactLocation", artifact, made);
    if (line != 0) {
        json_t *region = json_object();
        sd_json_add(region, "startLine", sd_json_integer(line), made);
        sd_json_add(physical, "region", region, made);
    }
    sd_json_add(object, "physicalLocation", physical, made);
    if (message != NULL)
        sd_json_add(object, "message", text_object(message, made), made);
    return object;
}

static void add_number(json_t *object, const char *key, double value, bool *made)
{
    if (isfinite(value))
        sd_json_add(object, key, json_real(value), made);
}

static json_t *measured(const struct splitdata_check_result *result, bool *made)
{
    json_t *object = json_object();
    sd_json_add(object, "statistic", json_string(result->statistic), made);
    add_number(object, "value", result->value, made);
    add_number(object, "expected", result->expected, made);
    add_number(object, "p", result->p, made);
    return object;
}

/* Whether evidence before has the same line in the other file: a place is told once. */
static bool told_before(const struct splitdata_check_result *result, size_t i)
{
    bool told = false;
    for (size_t before = 0; before < i; before++)
        told = told || result->evidence[before].other_line == result->evidence[i].other_line;
    return told;
}

/* The first place, and then the others: the lines of the part, and those that they are pairs with.
 */
static void add_places(json_t *object, const struct splitdata_checked *checked,
                       const struct splitdata_check_result *result, bool *made)
{
    json_t *first = json_array(), *others = json_array();
    if (result->part != SIZE_MAX)
        sd_json_append(first,
                       location(checked, result->part,
                                result->evidence_count != 0 ? result->evidence[0].line : 0, NULL,
                                made),
                       made);
    for (size_t i = 0; i < result->evidence_count; i++) {
        if (i != 0)
            sd_json_append(others,
                           location(checked, result->part, result->evidence[i].line,
                                    "another such record", made),
                           made);
        if (result->evidence[i].other_line != 0 && !told_before(result, i))
            sd_json_append(others,
                           location(checked, result->against, result->evidence[i].other_line,
                                    "its counterpart", made),
                           made);
    }
    sd_json_add(object, "locations", first, made);
    if (json_array_size(others) != 0)
        sd_json_add(object, "relatedLocations", others, made);
    else
        json_decref(others);
}

static json_t *finding(const struct splitdata_checked *checked,
                       const struct splitdata_check_result *result, size_t rule, bool *made)
{
    json_t *object = json_object();
    struct sd_text text = {0};
    const bool room =
        sd_text_add(&text, result->message) &&
        (result->advice == NULL || sd_text_format(&text, ". Advice: %s", result->advice));
    sd_json_add(object, "ruleId", json_string(result->id), made);
    sd_json_add(object, "ruleIndex", sd_json_integer(rule), made);
    sd_json_add(object, "level", json_string(levels[result->severity]), made);
    sd_json_add(object, "message", room ? text_object(text.bytes, made) : NULL, made);
    add_places(object, checked, result, made);
    if (result->statistic != NULL)
        sd_json_add(object, "properties", measured(result, made), made);
    sd_text_free(&text);
    return object;
}

/* A check that was not asked for, or could not be made. */
static json_t *notification(const struct splitdata_check_result *result, size_t rule, bool *made)
{
    json_t *object = json_object(), *check = json_object();
    sd_json_add(check, "id", json_string(result->id), made);
    sd_json_add(check, "index", sd_json_integer(rule), made);
    sd_json_add(object, "associatedRule", check, made);
    sd_json_add(object, "level",
                json_string(result->state == SPLITDATA_CHECK_NOT_ASKED ? "note"
                            : result->asked                            ? "error"
                                                                       : "warning"),
                made);
    sd_json_add(object, "message", text_object(result->message, made), made);
    return object;
}

static json_t *tool(bool *made)
{
    json_t *object = json_object(), *driver = json_object(), *rules = json_array();
    for (size_t i = 0; sd_check_id(i) != NULL; i++) {
        json_t *rule = json_object();
        sd_json_add(rule, "id", json_string(sd_check_id(i)), made);
        sd_json_add(rule, "shortDescription", text_object(sd_check_name(sd_check_id(i)), made),
                    made);
        sd_json_append(rules, rule, made);
    }
    sd_json_add(driver, "name", json_string("splitdata"), made);
    sd_json_add(driver, "version", json_string(splitdata_version()), made);
    sd_json_add(driver, "rules", rules, made);
    sd_json_add(object, "driver", driver, made);
    return object;
}

static size_t rule_of(const char *id)
{
    size_t rule = 0;
    while (strcmp(sd_check_id(rule), id) != 0)
        rule++;
    return rule;
}

char *splitdata_checked_sarif(const struct splitdata_checked *checked)
{
    bool made = true, all = true;
    json_t *root = json_object(), *runs = json_array(), *run = json_object();
    json_t *results = json_array(), *notes = json_array(), *invocation = json_object();
    json_t *invocations = json_array();
    for (size_t i = 0; i < checked->result_count; i++) {
        const struct splitdata_check_result *result = &checked->results[i];
        const size_t rule = rule_of(result->id);
        if (result->state == SPLITDATA_CHECK_FINDING)
            sd_json_append(results, finding(checked, result, rule, &made), &made);
        else if (result->state != SPLITDATA_CHECK_OK)
            sd_json_append(notes, notification(result, rule, &made), &made);
        all = all && !(result->state == SPLITDATA_CHECK_COULD_NOT && result->asked);
    }
    sd_json_add(invocation, "executionSuccessful", json_boolean(all), &made);
    sd_json_add(invocation, "toolExecutionNotifications", notes, &made);
    sd_json_append(invocations, invocation, &made);
    sd_json_add(run, "tool", tool(&made), &made);
    sd_json_add(run, "invocations", invocations, &made);
    sd_json_add(run, "results", results, &made);
    sd_json_append(runs, run, &made);
    sd_json_add(root, "$schema",
                json_string("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                            "sarif-schema-2.1.0.json"),
                &made);
    sd_json_add(root, "version", json_string("2.1.0"), &made);
    sd_json_add(root, "runs", runs, &made);
    return sd_json_finish(root, made);
}
