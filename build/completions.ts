import type { Command } from '../agent/commands/command.ts'

/** The completions of each shell, made from the commands' own definitions; what follows the options is completed as a file. */
export interface Completions {
  readonly bash: string
  readonly zsh: string
  readonly fish: string
}

/** Completes the names of commands, and behind one its words and options. */
export function completions(commands: readonly Command[]): Completions {
  const known = commands.map(({ usage, summary, words = [], options }) => ({
    name: usage.split(' ')[0] ?? '',
    summary,
    words,
    options: [...options.map(({ flags, text }) => ({ flag: flags.split(' ')[0] ?? '', text })), HELP],
  }))
  return { bash: bash(known), zsh: zsh(known), fish: fish(known) }
}

const HELP = { flag: '--help', text: 'Show the options and examples of the command.' }

interface Known {
  readonly name: string
  readonly summary: string
  /** What may stand right behind the name. */
  readonly words: readonly string[]
  readonly options: readonly { readonly flag: string; readonly text: string }[]
}

function bash(commands: readonly Known[]): string {
  const cases = commands.map(
    ({ name, words, options }) =>
      `    ${name}) words='${words.join(' ')}' options='${options.map(({ flag }) => flag).join(' ')}' ;;`,
  )
  return `# bash completion for spoor-agent, made by build/completions.ts.
_spoor_agent() {
  local words= options=
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  # Behind the first word it may be a file.
  [ "$COMP_CWORD" -eq 2 ] || words=
  [[ \${COMP_WORDS[COMP_CWORD]} != -* ]] || words=$options
  [ "$COMP_CWORD" -gt 1 ] || words='${commands.map(({ name }) => name).join(' ')} --help --version'
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}")
}
complete -o default -F _spoor_agent spoor-agent
`
}

function zsh(commands: readonly Known[]): string {
  const names = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`)
  const cases = commands.map(({ name, words, options }) => {
    const first = words.length === 0 ? '' : ` '1: :(${words.join(' ')})'`
    const specs = options.map(({ flag, text }) => quoted(`${flag}[${text.replaceAll(/[[\]:]/g, '\\$&')}]`))
    return `    ${name}) _arguments ${specs.join(' ')}${first} '*:file:_files' ;;`
  })
  return `#compdef spoor-agent
# Made by build/completions.ts.
if (( CURRENT == 2 )); then
  local -a commands=(
${names.join('\n')}
  )
  _describe command commands
else
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
fi
`
}

function fish(commands: readonly Known[]): string {
  const lines = commands.flatMap(({ name, summary, words, options }) => [
    `complete -c spoor-agent -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ...(words.length === 0
      ? []
      : [`complete -c spoor-agent -n '__fish_prev_arg_in ${name}' -f -a '${words.join(' ')}'`]),
    ...options.map(
      ({ flag, text }) =>
        `complete -c spoor-agent -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)} -d ${quoted(text)}`,
    ),
  ])
  return `# fish completion for spoor-agent, made by build/completions.ts.\n${lines.join('\n')}\n`
}

/** In single quotes, which all three shells end and begin anew around an apostrophe. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`
}
