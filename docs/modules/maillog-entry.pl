#!/usr/bin/perl
# A module for the mail reports of spoor-agent: runs a ReportEntry package that was written for MailLog.
# Copy it to /usr/local/lib/spoor/maillog-entry.pl, mode 0755, and write into /etc/spoor/spoor.yml:
#   report_modules:
#     - { name: maillog-entry, exec: [/usr/local/lib/spoor/maillog-entry.pl], user: root }
#   mail_reports:
#     - name: morning
#       ...
#       sections:
#         - module: maillog-entry
#           directives:
#             package: My::Entry
#             file: /usr/local/lib/spoor/Entry.pm
#             set: { dir: [/etc, /usr/local/etc], title: 'What changed' }
# What "set" holds becomes fields of the entry, and the lines that its parse() reads: dir '/etc' '/usr/local/etc'.
# The report encrypts all of its parts, so the entry need not: encrypt_cmd() is cat.
use strict;
use warnings;

# What packages for MailLog derive from.
package ReportEntry;

BEGIN { $INC{'ReportEntry.pm'} = __FILE__ }

sub new { return bless {}, shift }

# A package may read its directives itself, line by line; as fields it has them before.
sub parse       { return }
sub run         { die ref(shift), " has no run()\n" }
sub validate    { return }
sub finish      { return }
sub encrypted   { return 0 }
sub encrypt_cmd { return 'cat' }
sub mime_file   { return shift->{mime_file} }
sub description { return shift->{description} }

# Reads directives line by line.
package ReportEntry::Reader;

sub new {
    my ($class, @lines) = @_;
    return bless { lines => \@lines, interpret => 1 }, $class;
}

# Whether comments and empty lines are passed over, as at first, or read like others.
sub interpret {
    my ($self, $interpret) = @_;
    $self->{interpret} = $interpret;
    return;
}

# The next line without its newline; undef after the last one.
sub getline {
    my ($self) = @_;
    while (defined(my $line = shift @{ $self->{lines} })) {
        return $line unless $self->{interpret} && $line =~ /^\s*(?:#|$)/;
    }
    return;
}

# The words of a line as a shell would split them: '...', "..." and \ quote.
sub words {
    my ($self, $line) = @_;
    my @words;
    while ($line =~ /\G\s*((?:[^\s'"\\]|'[^']*'|"(?:[^"\\]|\\.)*"|\\.)+)/gcs) {
        my $word = $1;
        $word =~ s/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/defined $1 ? $1 : defined $2 ? unquoted($2) : $3/ges;
        push @words, $word;
    }
    die "a quote has no end: $line\n" if $line =~ /\G\s*\S/g;
    return @words;
}

sub unquoted {
    my ($text) = @_;
    $text =~ s/\\(["\\\$`])/$1/g;
    return $text;
}

package main;

use IO::Handle;
use JSON::PP ();

# Fields hold bytes, as packages from before Unicode expect: what they print is printed as it is.
sub bytes_of {
    my ($value) = @_;
    die "set: each value is a text or a list of texts\n" if !defined $value || ref $value;
    utf8::encode($value);
    return $value;
}

sub quoted {
    my ($value) = @_;
    $value =~ s/'/'\\''/g;
    return "'$value'";
}

sub entry_of {
    my ($directives) = @_;
    my ($package, $file, $set) = @$directives{qw(package file set)};
    my ($unknown) = grep { !/^(?:package|file|set)$/ } sort keys %$directives;
    die "$unknown: is none of package, file, set\n" if defined $unknown;
    die "package: write the name of a package, such as My::Entry\n"
        unless defined $package && $package =~ /^[A-Za-z_]\w*(?:::\w+)*\z/;
    die "file: write the absolute path of the file of $package\n" unless defined $file && $file =~ m{^/};
    require $file;
    die "$file: holds no $package that is a ReportEntry\n" unless $package->isa('ReportEntry');

    my $entry = $package->new;
    my @lines;
    for my $name (sort keys %{ $set || {} }) {
        die "set: $name is not a name\n" unless $name =~ /^\w+\z/;
        my $value = $set->{$name};
        my @values = map { bytes_of($_) } ref $value eq 'ARRAY' ? @$value : $value;
        $entry->{$name} = ref $value eq 'ARRAY' ? \@values : $values[0];
        push @lines, join ' ', $name, map { quoted($_) } @values;
    }
    $entry->parse(ReportEntry::Reader->new(@lines));
    $entry->validate;
    return $entry;
}

my $call = JSON::PP->new->utf8->decode(scalar readline(*STDIN));
my $entry = eval { entry_of($call->{directives}) };
if (!defined $entry) {
    print {*STDERR} $@;
    exit 2;
}
exit 0 if @ARGV && $ARGV[-1] eq '--validate';

my $media = $entry->encrypted ? 'application/octet-stream' : 'text/plain; charset=utf-8';
STDOUT->print("Content-Type: $media\n\n");
$entry->run(\*STDOUT);
$entry->finish;
STDOUT->close or die "standard output: $!\n";
