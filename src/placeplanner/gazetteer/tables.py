"""The tables in which the names of a pack are found: apart, since whoever opens a pack looks for them and finds no names."""

TABLES = """
create table name (
    id integer primary key, text text not null, kind text not null, within text not null,
    spelt text not null, apart text not null,
    easting real not null, northing real not null,
    west real, south real, east real, north real,
    weight real not null
);
create table name_positions (metres blob not null);
create virtual table name_words using fts5 (
    spelt, apart, content='', detail='column', columnsize=0,
    tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4'
);
create table name_word (id integer primary key, word text not null);
create virtual table name_trigrams using fts5 (
    word, content='', detail='none', columnsize=0, tokenize='trigram'
);
"""
