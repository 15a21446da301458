import { ApiError, validationError } from './errors.ts';
import { OBJECT_TYPE_IDS, type ObjectTypeId } from './object-types.ts';
import type { PropertyDefinition } from './property-definition.ts';
import { standardGroup, standardProperties } from './standard-properties.ts';

export type PropertyGroup = {
  name: string;
  label: string;
  displayOrder: number;
  archived: boolean;
};

type OfType = {
  properties: Map<string, PropertyDefinition>;
  groups: Map<string, PropertyGroup>;
};

function ofType(typeId: ObjectTypeId): OfType {
  const groupName = standardGroup(typeId);
  return {
    properties: new Map(standardProperties(typeId).map((property) => [property.name, property])),
    groups: new Map([
      [groupName, { name: groupName, label: groupName, displayOrder: 0, archived: false }],
    ]),
  };
}

/** Limits of a portal's own properties: per object type, or over all types on free tools. */
export type PropertyLimit = { scope: 'object' | 'portal'; limit: number };

/** The properties and groups of a portal, HubSpot's and its own. */
export function createPropertyCatalogue(limit: PropertyLimit) {
  const types = new Map(OBJECT_TYPE_IDS.map((typeId) => [typeId, ofType(typeId)]));

  function of(typeId: ObjectTypeId): OfType {
    return types.get(typeId) as OfType;
  }

  function customUsage(typeId: ObjectTypeId): number {
    let usage = 0;
    for (const property of of(typeId).properties.values()) {
      if (!property.hubspotDefined && !property.archivedAt) usage++;
    }
    return usage;
  }

  function overallUsage(): number {
    return OBJECT_TYPE_IDS.reduce((sum, typeId) => sum + customUsage(typeId), 0);
  }

  function find(typeId: ObjectTypeId, name: string): PropertyDefinition | undefined {
    const property = of(typeId).properties.get(name);
    return property?.archivedAt ? undefined : property;
  }

  return {
    limit,
    customUsage,
    overallUsage,
    find,
    findArchived(typeId: ObjectTypeId, name: string): PropertyDefinition | undefined {
      const property = of(typeId).properties.get(name);
      return property?.archivedAt ? property : undefined;
    },
    list: (typeId: ObjectTypeId, which: 'active' | 'archived') =>
      [...of(typeId).properties.values()].filter(
        ({ archivedAt }) => (archivedAt !== null) === (which === 'archived'),
      ),
    /** Adds a property, or brings an archived one of that name back with the new definition. */
    add(typeId: ObjectTypeId, property: PropertyDefinition): void {
      const { properties, groups } = of(typeId);
      if (find(typeId, property.name)) throw propertyExists(property.name);
      if (!groups.has(property.groupName)) {
        throw validationError(`Property group '${property.groupName}' does not exist.`, {
          subCategory: 'Properties.PROPERTY_GROUP_NOT_FOUND',
        });
      }
      const usage = limit.scope === 'portal' ? overallUsage() : customUsage(typeId);
      if (usage >= limit.limit) throw limitReached(limit.limit);
      properties.set(property.name, property);
    },
    replace(typeId: ObjectTypeId, property: PropertyDefinition): void {
      of(typeId).properties.set(property.name, property);
    },
    archive(typeId: ObjectTypeId, name: string, at: string): void {
      const property = find(typeId, name);
      if (property) of(typeId).properties.set(name, { ...property, archivedAt: at });
    },
    groups: (typeId: ObjectTypeId) => [...of(typeId).groups.values()],
    addGroup(typeId: ObjectTypeId, group: PropertyGroup): void {
      const { groups } = of(typeId);
      if (groups.has(group.name)) throw groupExists(group.name);
      groups.set(group.name, group);
    },
    replaceGroup(typeId: ObjectTypeId, group: PropertyGroup): void {
      of(typeId).groups.set(group.name, group);
    },
    archiveGroup(typeId: ObjectTypeId, name: string): void {
      const { properties, groups } = of(typeId);
      const used = [...properties.values()].some(
        (property) => property.groupName === name && !property.archivedAt,
      );
      if (used) {
        throw validationError(`Property group '${name}' has active properties.`, {
          subCategory: 'PropertyGroupError.GROUP_WITH_ACTIVE_PROPERTIES',
        });
      }
      groups.delete(name);
    },
  };
}

function propertyExists(name: string): ApiError {
  return new ApiError(409, {
    message: `A property named '${name}' already exists.`,
    category: 'OBJECT_ALREADY_EXISTS',
    subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
  });
}

function groupExists(name: string): ApiError {
  return new ApiError(409, {
    message: `A property group named '${name}' already exists.`,
    category: 'OBJECT_ALREADY_EXISTS',
    subCategory: 'Properties.PROPERTY_GROUP_WITH_NAME_EXISTS',
  });
}

function limitReached(limit: number): ApiError {
  return validationError(`You have reached the limit of ${limit} custom properties.`, {
    subCategory: 'Properties.CUSTOM_PROPERTY_LIMIT_REACHED',
  });
}
