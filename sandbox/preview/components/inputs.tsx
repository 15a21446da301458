import type {
  InputProps,
  MultiSelectProps,
  SearchInputProps,
  SelectProps,
  TextAreaProps,
  ToggleProps,
} from '@hubspot/ui-extensions';
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

export function Select(props: SelectProps) {
  const { label, name, value = '', options, description, readOnly, placeholder, onChange } = props;
  const isChosen = options.some((option) => option.value === value);
  return (
    <label className="field">
      {label}
      <select
        name={name}
        value={String(value)}
        disabled={readOnly}
        onChange={(event) => {
          const chosen = options.find((option) => String(option.value) === event.target.value);
          if (chosen) onChange?.(chosen.value);
        }}
      >
        {!isChosen && <option value={String(value)}>{placeholder}</option>}
        {options.map((option) => (
          <option key={String(option.value)} value={String(option.value)}>
            {option.label}
          </option>
        ))}
      </select>
      <Hint text={description} />
    </label>
  );
}

/** A hint under a field. */
function Hint({ text }: { text?: string | undefined }) {
  return text ? <span className="microcopy">{text}</span> : null;
}

/** Tells what was typed with each letter; HubSpot tells it when the field is left. */
export function Input(props: InputProps) {
  const { label, name, value, description, placeholder, type } = props;
  return (
    <label className="field">
      {label}
      <input
        name={name}
        type={type === 'password' ? 'password' : 'text'}
        placeholder={placeholder}
        value={String(value ?? '')}
        onChange={(event) => {
          props.onInput?.(event.target.value as never);
          props.onChange?.(event.target.value as never);
        }}
      />
      <Hint text={description} />
    </label>
  );
}

export function TextArea(props: TextAreaProps) {
  const { label, name, value, rows = 4, description, placeholder, maxLength } = props;
  return (
    <label className="field wide">
      {label}
      <textarea
        name={name}
        rows={rows}
        placeholder={placeholder}
        maxLength={maxLength}
        value={value ?? ''}
        onChange={(event) => {
          props.onInput?.(event.target.value);
          props.onChange?.(event.target.value);
        }}
      />
      <Hint text={description} />
    </label>
  );
}

export function Toggle({ label, checked, onChange }: ToggleProps) {
  return (
    <label className="toggle">
      <input
        type="checkbox"
        checked={checked ?? false}
        onChange={(event) => onChange?.(event.target.checked)}
      />
      {label}
    </label>
  );
}

export function MultiSelect(props: MultiSelectProps) {
  const { label, name, value = [], options, description, onChange } = props;
  const chosen = new Set(value.map(String));
  return (
    <fieldset className="choices" name={name}>
      <legend>{label}</legend>
      <Hint text={description} />
      {options.map((option) => (
        <label key={String(option.value)}>
          <input
            type="checkbox"
            checked={chosen.has(String(option.value))}
            onChange={(event) =>
              onChange?.(
                event.target.checked
                  ? [...value, option.value]
                  : value.filter((each) => String(each) !== String(option.value)),
              )
            }
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
