import type { Signal } from '@preact/signals'
import type { JSX, Ref, TargetedInputEvent } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

interface TextFieldParts {
  readonly label: string
  readonly hint?: string
  readonly value: Signal<string>
  readonly type?: 'text' | 'password'
  readonly autocomplete?: string
  /** Whether it may stay empty. */
  readonly isOptional?: boolean
  /** Whether it cannot be changed. */
  readonly isFixed?: boolean
  /** Whether the typing begins here. */
  readonly hasFocus?: boolean
  readonly field?: Ref<HTMLInputElement>
}

/** A line to type in, with its name above it. */
export function TextField(parts: TextFieldParts): JSX.Element {
  const { label, hint, value, type = 'text', autocomplete, isFixed = false, hasFocus = false, field } = parts
  const { isOptional = false } = parts
  const own = useRef<HTMLInputElement>(null)
  // Before it is painted: whoever sees it may type at once.
  useLayoutEffect(() => {
    if (hasFocus) own.current?.focus()
  }, [])
  const usual = {
    ref: field ?? own,
    value: value.value,
    readOnly: isFixed,
    autocomplete,
    autocapitalize: 'none',
    spellcheck: false,
    required: !isOptional,
    maxLength: 256,
    onInput: ({ currentTarget }: TargetedInputEvent<HTMLInputElement>) => (value.value = currentTarget.value),
  } as const
  return (
    <label class="field">
      <span>
        {label}
        {hint === undefined ? null : <em>{hint}</em>}
      </span>
      {type === 'password' ? <input type="password" {...usual} /> : <input type="text" {...usual} />}
    </label>
  )
}
