import * as v from 'valibot'
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../../people/password.ts'

/** A password that a person can have from now on. */
export const newPasswordText = v.pipe(
  v.string(),
  v.minLength(SHORTEST_PASSWORD, `A new password has at least ${SHORTEST_PASSWORD} characters.`),
  v.maxLength(LONGEST_PASSWORD, `A new password has at most ${LONGEST_PASSWORD} characters.`),
)
