package ai.radium.model;

/**
 * A model as the asking account has it.
 *
 * @param deployments how many deployments of it the account has
 * @param isCallable whether a deployment of the account's own, or one for everybody, serves it now, or its base has it loaded
 */
record CountedModel(Model model, long deployments, boolean isCallable) {}
