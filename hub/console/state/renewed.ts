import { signal } from '@preact/signals'

/** Rises when somebody signed in again under an open page: what could not be had meanwhile is asked again. */
export const renewed = signal(0)
