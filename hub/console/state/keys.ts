import { signal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** Something that a key does. */
export interface KeyCommand {
  /** `g e`, `j`, `Enter`: one key, or two after each other. */
  readonly keys: string
  /** What it does, in words. */
  readonly words: string
  readonly run: () => void
  /** Whether the bar at the foot shows it. */
  readonly inBar?: boolean
}

/** A group of commands that a part of the page has. */
export interface KeyGroup {
  readonly title: string
  readonly commands: readonly KeyCommand[]
}

/** What the keys do now: later groups come first, as they belong to what is on top. */
export const keyGroups = signal<readonly KeyGroup[]>([])

/** Gives keys to a part of the page for as long as it is shown. */
export function useKeys(title: string, commands: readonly KeyCommand[]): void {
  const latest = useRef(commands)
  latest.current = commands
  // Before it is seen: who presses a key then has it heard.
  useLayoutEffect(() => {
    const run = (keys: string) => () => latest.current.find((command) => command.keys === keys)?.run()
    const group = { title, commands: commands.map((command) => ({ ...command, run: run(command.keys) })) }
    keyGroups.value = [...keyGroups.peek(), group]
    return () => {
      keyGroups.value = keyGroups.peek().filter((each) => each !== group)
    }
  }, [])
}

/** How long a second key is waited for, in milliseconds. */
const PATIENCE = 1000

/** Listens to the keys. */
export function listenToKeys(): void {
  let first: { readonly key: string; readonly at: number } | undefined
  document.addEventListener('keydown', (event) => {
    if (!isForCommands(event)) return
    const typed = first !== undefined && event.timeStamp - first.at < PATIENCE ? `${first.key} ${event.key}` : event.key
    const all = keyGroups
      .peek()
      .toReversed()
      .flatMap(({ commands }) => commands)
    const command = all.find(({ keys }) => keys === typed) ?? all.find(({ keys }) => keys === event.key)
    first = undefined
    if (command !== undefined) {
      if (event.key === 'Enter' && isPressable(event.target)) return
      event.preventDefault()
      command.run()
    } else if (all.some(({ keys }) => keys.startsWith(`${event.key} `))) first = { key: event.key, at: event.timeStamp }
  })
}

/** Whether a key is no letter of a text, no shortcut of the browser, and no part of a dialog. */
function isForCommands({ defaultPrevented, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  if (defaultPrevented || ctrlKey || metaKey || altKey) return false
  return !isTyping(target) && document.querySelector('dialog:modal') === null
}

/** Where letters are letters. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea') !== null
}

/** What Enter presses anyway. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a, button, summary') !== null
}
