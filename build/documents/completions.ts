import type { Command } from '../../lib/command-line/command.ts'

/**
 * The completion scripts of each shell, made from the commands' own definitions. Where nothing else fits they complete
 * to files.
 */
export interface Completions {
  readonly bash: string
  readonly zsh: string
  readonly fish: string
}

/** Makes scripts that complete the names of commands, after a name its words and options, after an action its own. */
export function completions(program: string, commands: readonly Command[]): Completions {
  const known = commands.map(knownOf)
  const ofHelp = known.map(({ name, actions }) => ({ name, options: [], words: actions.map((action) => action.name) }))
  const help = { name: 'help', summary: HELP.text, words: known.map(({ name }) => name), actions: ofHelp, options: [] }
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
  readonly actions: readonly KnownAction[]
}

interface KnownAction {
  readonly name: string
  /** Those of the command's options that it takes. */
  readonly options: readonly Option[]
  /** What may follow it. */
  readonly words: readonly string[]
}

interface Option {
  readonly flag: string
  readonly text: string
  /** The placeholder of its value in the help; '' if it takes none. */
  readonly value: string
  /** The possible values; empty if any value will do. */
  readonly values: readonly string[]
}

function knownOf({ usage, summary, words = [], actions = {}, options }: Command): Known {
  const all = [...options, HELP].map(({ flags, text, values = [] }) => {
    const [flag = '', value = ''] = flags.split(' ')
    // Of one that need not be there nothing is known.
    return { flag, text, value: value.startsWith('[') ? '' : value, values }
  })
  return {
    name: usage.split(' ')[0] ?? '',
    summary,
    words,
    options: all,
    actions: Object.entries(actions).map(([name, action]) => {
      const taken = all.filter(({ flag }) => [...action.options, HELP.flags].includes(flag))
      return { name, options: taken, words: taken.map(({ flag }) => flag) }
    }),
  }
}

function bash(program: string, commands: readonly Known[]): string {
  const cases = commands.map(
    ({ name, words, options }) => `    ${name}) words='${words.join(' ')}' options='${flagsOf(options)}' ;;`,
  )
  const actions = commands.flatMap(({ name: command, actions }) =>
    actions.map(
      ({ name, options, words }) =>
        `    '${command} ${name}') words='${words.join(' ')}' options='${flagsOf(options)}' ;;`,
    ),
  )
  // An option of the same name may have other values in another command.
  const values = commands.flatMap(({ name: command, options }) =>
    options
      .filter((option) => option.value !== '')
      .map((option) => `    '${command} ${option.flag}') words='${option.values.join(' ')}' ;;`),
  )
  const name = `_${program.replaceAll('-', '_')}`
  return `# bash completion for ${program}, made by build/documents/completions.ts.
${name}() {
  local words= options=
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  if [ "$COMP_CWORD" -gt 2 ]; then
    # Behind the first word it may be a file.
    words=
    case "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in
${actions.join('\n')}
    esac
  fi
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

function flagsOf(options: readonly Option[]): string {
  return options.map(({ flag }) => flag).join(' ')
}

function zsh(program: string, commands: readonly Known[]): string {
  const names = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`)
  const cases = commands.flatMap(({ name, words, options, actions }) => {
    const first = words.length === 0 ? '' : ` '1: :(${words.join(' ')})'`
    const rest = `${first} '*:file:_files' ;;`
    return [
      ...actions.map((action) => {
        const second = name === 'help' && action.words.length > 0 ? ` '2: :(${action.words.join(' ')})'` : ''
        return `    '${name} ${action.name}') _arguments ${zshOptions(action.options)}${second}${rest}`
      }),
      `    '${name} '*) _arguments ${zshOptions(options)}${rest}`,
    ]
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
  case "$command $words[2]" in
${cases.join('\n')}
  esac
fi
`
}

function zshOptions(options: readonly Option[]): string {
  return options
    .map((option) => {
      const text = option.text.replaceAll(/[[\]:]/g, '\\$&')
      return quoted(`${option.flag}[${text}]${zshValue(option)}`)
    })
    .join(' ')
}

function zshValue({ value, values }: Option): string {
  if (value === '') return ''
  return values.length > 0 ? `: :(${values.join(' ')})` : value === '<file>' ? ':file:_files' : ': : '
}

function fish(program: string, commands: readonly Known[]): string {
  const lines = commands.flatMap(({ name, summary, words, options, actions }) => [
    `complete -c ${program} -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ...(words.length === 0
      ? []
      : [`complete -c ${program} -n '__fish_prev_arg_in ${name}' -f -a '${words.join(' ')}'`]),
    ...actions
      .filter((action) => name === 'help' && action.words.length > 0)
      .map(
        (action) =>
          `complete -c ${program} -n '__fish_seen_subcommand_from help; and __fish_prev_arg_in ${action.name}' -f -a '${action.words.join(' ')}'`,
      ),
    ...options.map(
      (option) =>
        `complete -c ${program} -n '__fish_seen_subcommand_from ${name}${fishActions(option, actions)}' -l ${option.flag.slice(2)}${fishValue(option)} -d ${quoted(option.text)}`,
    ),
  ])
  return `# fish completion for ${program}, made by build/documents/completions.ts.\n${lines.join('\n')}\n`
}

/** The condition that no action was typed yet, or one that takes this option; '' if every action does. */
function fishActions({ flag }: Option, actions: readonly KnownAction[]): string {
  const others = actions.filter(({ options }) => !options.some((option) => option.flag === flag))
  return others.length === 0 ? '' : `; and not __fish_seen_subcommand_from ${others.map(({ name }) => name).join(' ')}`
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
