import { spawnSync } from 'node:child_process'
import { WORDS_OF_INTEREST } from './access-log.ts'

/** Another program that follows a log and prints the lines of interest, as one would write it without ours. */
export interface Follower {
  readonly name: string
  readonly isInstalled: () => boolean
  /** Its command for a log, an empty folder and a pattern. */
  readonly command: (log: string, folder: string, pattern: string) => readonly string[]
  /** Ends at the end of the log: cron starts it again and again. */
  readonly once?: true
}

const TAIL_FILE = `
const [log, pattern] = process.argv.slice(1)
const wanted = new RegExp(pattern)
const tail = new (require('@logdna/tail-file'))(log, { startPos: 0 })
require('node:readline').createInterface({ input: tail }).on('line', (line) => wanted.test(line) && console.log(line))
tail.start()`

const FILE_TAIL = `
use File::Tail; $| = 1; my ($log, $pattern) = @ARGV; my $wanted = qr/$pattern/;
my $tail = File::Tail->new(name => $log, tail => -1);
while (defined(my $line = $tail->read)) { print $line if $line =~ $wanted }`

const RSYSLOG = `
module(load="imfile")
global(workDirectory="FOLDER")
template(name="line" type="string" string="%msg%\\n")
input(type="imfile" file="LOG" tag="log" ruleset="wanted")
ruleset(name="wanted") { if WANTED then action(type="omfile" file="/dev/stdout" template="line") }`

/** The programs that our collector is compared with. */
export const followers: readonly Follower[] = [
  {
    name: 'tail -F | grep -E --line-buffered',
    isInstalled: () => works('tail', '--version'),
    command: (log, _, pattern) => shell('tail -n +1 -F "$1" | grep -E --line-buffered "$2"', log, pattern),
  },
  {
    name: '@logdna/tail-file',
    isInstalled: () => works(process.execPath, '-e', 'require("@logdna/tail-file")'),
    command: (log, _, pattern) => [process.execPath, '-e', TAIL_FILE, log, pattern],
  },
  {
    name: 'logtail2 | grep -E',
    isInstalled: () => works('sh', '-c', 'PATH=$PATH:/usr/sbin; command -v logtail2'),
    command: (log, folder, pattern) =>
      shell('PATH=$PATH:/usr/sbin; logtail2 -f "$1" -o "$3/offset" | grep -E "$2"', log, pattern, folder),
    once: true,
  },
  {
    name: 'Perl File::Tail',
    isInstalled: () => works('perl', '-MFile::Tail', '-e', ''),
    command: (log, _, pattern) => ['perl', '-e', FILE_TAIL, log, pattern],
  },
  {
    name: 'rsyslog imfile',
    isInstalled: () => works('/usr/sbin/rsyslogd', '-v'),
    command: (log, folder) => {
      const wanted = WORDS_OF_INTEREST.map((word) => `$msg contains "${word}"`).join(' or ')
      const text = RSYSLOG.replace('FOLDER', folder).replace('LOG', log).replace('WANTED', wanted)
      return shell('echo "$1" >"$2/conf"; exec /usr/sbin/rsyslogd -n -i "$2/pid" -f "$2/conf"', text, folder)
    },
  },
]

function shell(script: string, ...args: readonly string[]): string[] {
  return ['sh', '-c', script, 'sh', ...args]
}

function works(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args).status === 0
}
