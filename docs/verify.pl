#!/usr/bin/perl
# Checks an exported journal of Bốc Số with nothing of Bốc Số: perl verify.pl JOURNAL [HEAD ...]
# HEAD is what a day slip prints: SEQUENCE:DIGITS or the digits alone, at least the first 16 of the 64.
# Status 0: what was checked holds. 1: it does not. 2: nothing was checked.
use strict;
use warnings;
use Digest::SHA 'sha256_hex';

sub wrong { print "FAULT: $_[0]\n"; exit 1 }
sub not_checked { print STDERR "$_[0]\n"; exit 2 }

my ($file, @typed) = @ARGV;
defined $file or not_checked('perl verify.pl JOURNAL [HEAD ...]');
my @heads;
for my $typed (@typed) {
    (my $head = lc $typed) =~ s/\s//g;
    $head =~ /^(?:([0-9]+):)?([0-9a-f]{16,64})\z/ or not_checked("'$typed' is no head");
    push @heads, {seq => $1, digits => $2};
}
-f $file && open(my $lines, '<:raw', $file) or not_checked("$file cannot be read");

my %escaped = ('"' => '"', '\\' => '\\', b => "\b", f => "\f", n => "\n", r => "\r", t => "\t");
my $rare = qr/u00(?:0[0-7be-f]|1[0-9a-f])/;    # the other control characters: \u001b

sub text {    # reads on in $_: one "text" with its escapes taken out, or nothing
    /\G"/gc or return;
    my $read = '';
    while (/\G(?:([^"\\\x00-\x1f]+)|\\(["\\bfnrt])|\\($rare))/gc) {
        $read .= defined $1 ? $1 : defined $2 ? $escaped{$2} : chr hex substr $3, 1;
    }
    return /\G"/gc ? $read : undef;
}

my ($number, $hash, $covered) = (0, '0' x 64, 0);
while (<$lines>) {
    my $letters = $_;
    my $where = 'line ' . ++$number;
    my (%is, $is_line);
    $is_line = utf8::decode($letters) && /\G\{"seq": ([1-9][0-9]*)/gc && ($is{seq} = $1)
        && /\G, "at": /gc && defined($is{at} = text()) && /\G, "kind": /gc && defined($is{kind} = text())
        && /\G, "version": (0|-?[1-9][0-9]*)/gc && defined($is{version} = $1)
        && /\G, "actor": /gc && defined($is{actor} = text()) && /\G, "body": /gc && defined($is{body} = text())
        && /\G, "hash": "([0-9a-f]{64})"\}\n\z/gc && ($is{hash} = $1);
    $is_line or wrong("$where: this is no line of an exported journal");
    $is{seq} eq $number or wrong("$where: sequence $is{seq} stands where $number belongs");
    my $sealed = join '', map { length($_) . ":$_" } $hash, @is{qw(seq at kind version actor body)};
    $hash = sha256_hex($sealed);
    $hash eq $is{hash} or wrong("$where: it does not carry the seal of its content and of the lines before it");
    for my $head (grep { !$_->{met} && (!defined $_->{seq} || $_->{seq} == $number) } @heads) {
        $head->{met} = index($hash, $head->{digits}) == 0;
        $covered = $number if $head->{met};
        wrong("the head of sequence $number is another one") if defined $head->{seq} && !$head->{met};
    }
}
$number or wrong('the file holds no line');
!$_->{met} and wrong("no line carries the head $_->{digits}") for @heads;
print "OK: $number lines, head $hash\n";
print "The heads given cover the lines up to $covered; what comes after them is not proven.\n" if @heads;
print "No head was given: that the whole was not made anew, or its end cut off, is not proven.\n" if !@heads;
