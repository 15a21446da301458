import type { SearchInputProps, SelectProps } from '@hubspot/ui-extensions';
import { useEffect, useState } from 'react';

/** Tells what was typed when it is committed: on Enter, on leaving, and when it is cleared. */
export function SearchInput({ label, name, placeholder, value, onChange }: SearchInputProps) {
  const [text, setText] = useState(value ?? '');
  useEffect(() => setText(value ?? ''), [value]);
  const commit = (next: string) => {
    if (next !== (value ?? '')) onChange?.(next);
  };
  return (
    <label className="field">
      {label}
      <input
        type="search"
        name={name}
        placeholder={placeholder}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          if (event.target.value === '') commit('');
        }}
        onBlur={() => commit(text)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit(text);
        }}
      />
    </label>
  );
}

export function Select({ label, name, value, options, onChange }: SelectProps) {
  return (
    <label className="field">
      {label}
      <select
        name={name}
        value={String(value ?? '')}
        onChange={(event) => {
          const chosen = options.find((option) => String(option.value) === event.target.value);
          if (chosen) onChange?.(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={String(option.value)} value={String(option.value)}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
