-- Every random number is a hash of (seed, key, salt): the same whatever the thread count or the order of rows.
-- Hashed twice: hash() of several values only XORs the last one in, which would tie the draws of one key together.
create macro draw(key, salt) as
    cast(hash(hash(getvariable('seed'), key, salt)) >> 11 as double) / 9007199254740992.0;

create macro pick(key, salt, labels) as
    labels[1 + cast(floor(draw(key, salt) * len(labels)) as bigint)];

-- A long-tailed multiple of a median (log-logistic): one half below 1, one in fifty above ten.
create macro tail(key, salt) as
    pow(greatest(0.02, least(0.98, draw(key, salt))) / (1 - greatest(0.02, least(0.98, draw(key, salt)))), 0.6);

-- Whole minutes only: a replica then moves all its times by the same seconds without crossing a day's end.
create macro plus_minutes(moment, minute_count) as
    moment + to_minutes(cast(floor(minute_count) as bigint));

-- A moment in office hours (09:00 to 18:00 in Pakistan, 04:00 to 13:00 UTC) of a day.
create macro office_time(day, key) as
    plus_minutes(cast(day as timestamp), 240 + 540 * draw(key, 'office minute'));

-- Between two whole days, in office hours.
create macro office_time_between(first_day, day_span, key, salt) as
    office_time(first_day + cast(floor(day_span * draw(key, salt)) as integer), key);

create macro replica_tag(prefix, replica) as
    case when replica = 0 then '' else prefix || format('{:05d}', replica) end;

-- Three syllables for a number below 2744. No two numbers share all three consonants.
create macro syllables(number) as
    concat(
        'bdfgjklmnprstz'[1 + number % 14], 'aeiou'[1 + number % 5],
        'bdfgjklmnprstz'[1 + (number // 14) % 14], 'aeiou'[1 + (number // 7) % 5],
        'bdfgjklmnprstz'[1 + (number // 196) % 14], 'aeiou'[1 + (number // 3) % 5]
    );

-- Two words that a replica adds to names, so that one replica's account does not look like another's.
create macro replica_words(separator, replica) as
    case when replica = 0 then '' else concat(
        separator, syllables((replica * 7919) % 2744), separator, syllables((replica * 1009 + replica // 2744) % 2744)
    ) end;

create macro iso_time(moment, is_local, replica) as
    case
        when is_local
            then strftime(moment + interval 5 hours + to_seconds(replica % 60), '%Y-%m-%dT%H:%M:%S+05:00')
        else strftime(moment + to_seconds(replica % 60), '%Y-%m-%dT%H:%M:%SZ')
    end;
