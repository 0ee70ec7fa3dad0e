import { signal } from '@preact/signals'

/** Which dialog of the shell is open. */
export const openDialog = signal<'find' | 'keys' | undefined>(undefined)
