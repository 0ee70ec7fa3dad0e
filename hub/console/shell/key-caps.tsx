import type { JSX } from 'preact'

const CAPS: Readonly<Record<string, string>> = { Escape: 'Esc', Backspace: '⌫', ArrowDown: '↓', ArrowUp: '↑' }

/** Keys as they are pressed, one after the other. */
export function KeyCaps({ keys }: { readonly keys: string }): JSX.Element {
  return (
    <>
      {keys.split(' ').map((key, index) => (
        <kbd key={index}>{CAPS[key] ?? key}</kbd>
      ))}
    </>
  )
}
