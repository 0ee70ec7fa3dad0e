import type { Command } from '../../lib/command-line/command.ts'

/**
 * The completion scripts of each shell, made from the commands' own definitions. Arguments after the options complete
 * to files.
 */
export interface Completions {
  readonly bash: string
  readonly zsh: string
  readonly fish: string
}

/** Makes scripts that complete the names of commands, and after a name its words and options. */
export function completions(program: string, commands: readonly Command[]): Completions {
  const known = commands.map(({ usage, summary, words = [], options }) => ({
    name: usage.split(' ')[0] ?? '',
    summary,
    words,
    options: [...options, HELP].map(({ flags, text, values = [] }) => {
      const [flag = '', value = ''] = flags.split(' ')
      return { flag, text, value, values }
    }),
  }))
  const help = { name: 'help', summary: HELP.text, words: known.map(({ name }) => name), options: [] }
  const all = [...known, help]
  return { bash: bash(program, all), zsh: zsh(program, all), fish: fish(program, all) }
}

const HELP: Command['options'][number] = { flags: '--help', text: 'Show the options and examples of a command.' }

interface Known {
  readonly name: string
  readonly summary: string
  /** What may follow the name. */
  readonly words: readonly string[]
  readonly options: readonly Option[]
}

interface Option {
  readonly flag: string
  readonly text: string
  /** The placeholder of its value in the help; '' if it takes none. */
  readonly value: string
  /** The possible values; empty if any value will do. */
  readonly values: readonly string[]
}

function bash(program: string, commands: readonly Known[]): string {
  const cases = commands.map(
    ({ name, words, options }) =>
      `    ${name}) words='${words.join(' ')}' options='${options.map(({ flag }) => flag).join(' ')}' ;;`,
  )
  // An option of the same name may have other values in another command.
  const values = commands.flatMap(({ name: command, options }) =>
    options
      .filter((option) => option.values.length > 0)
      .map((option) => `    '${command} ${option.flag}') words='${option.values.join(' ')}' ;;`),
  )
  const name = `_${program.replaceAll('-', '_')}`
  return `# bash completion for ${program}, made by build/documents/completions.ts.
${name}() {
  local words= options=
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  # Behind the first word it may be a file.
  [ "$COMP_CWORD" -eq 2 ] || words=
  case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD - 1]}" in
${values.join('\n')}
  esac
  [[ \${COMP_WORDS[COMP_CWORD]} != -* ]] || words=$options
  [ "$COMP_CWORD" -gt 1 ] || words='${commands.map(({ name }) => name).join(' ')} --help --version'
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}")
}
complete -o default -F ${name} ${program}
`
}

function zsh(program: string, commands: readonly Known[]): string {
  const names = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`)
  const cases = commands.map(({ name, words, options }) => {
    const first = words.length === 0 ? '' : ` '1: :(${words.join(' ')})'`
    const specs = options.map((option) => {
      const text = option.text.replaceAll(/[[\]:]/g, '\\$&')
      return quoted(`${option.flag}[${text}]${zshValue(option)}`)
    })
    return `    ${name}) _arguments ${specs.join(' ')}${first} '*:file:_files' ;;`
  })
  return `#compdef ${program}
# Made by build/documents/completions.ts.
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

function zshValue({ value, values }: Option): string {
  if (value === '') return ''
  return values.length > 0 ? `: :(${values.join(' ')})` : value === '<file>' ? ':file:_files' : ': : '
}

function fish(program: string, commands: readonly Known[]): string {
  const lines = commands.flatMap(({ name, summary, words, options }) => [
    `complete -c ${program} -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ...(words.length === 0
      ? []
      : [`complete -c ${program} -n '__fish_prev_arg_in ${name}' -f -a '${words.join(' ')}'`]),
    ...options.map(
      (option) =>
        `complete -c ${program} -n '__fish_seen_subcommand_from ${name}' -l ${option.flag.slice(2)}${fishValue(option)} -d ${quoted(option.text)}`,
    ),
  ])
  return `# fish completion for ${program}, made by build/documents/completions.ts.\n${lines.join('\n')}\n`
}

function fishValue({ value, values }: Option): string {
  if (value === '') return ''
  if (value === '<file>') return ' -r'
  return values.length > 0 ? ` -x -a '${values.join(' ')}'` : ' -x'
}

/** Single-quoted; all three shells need the quotes closed and reopened around an apostrophe. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`
}
